package org.brokersdk.tests.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.brokersdk.iifl.IiflMarketsSession;
import org.brokersdk.kotak.KotakNeoClient;
import org.brokersdk.kotak.KotakNeoSession;
import org.brokersdk.mocks.Mocks;
import org.brokersdk.mocks.Spec;
import org.brokersdk.noren.NorenSession;
import org.brokersdk.samples.Samples;
import org.brokersdk.tests.PrismExtension;
import org.brokersdk.tests.TestHttpClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Checks that README.md and the guides show Java that compiles, and that the samples work. */
@ExtendWith(PrismExtension.class)
class SamplesTest {

    private static final Path REPOSITORY = Spec.DIRECTORY.getParent();
    private static final Pattern IN_MARKDOWN = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    private static final Pattern WHOLE_FILE = Pattern.compile("^package .*?;\n(.*)", Pattern.DOTALL);
    private static final Pattern IN_JAVA = Pattern.compile("// sample(?: after \\w+)?\n(.*?)// end\n", Pattern.DOTALL);

    static Stream<Path> pages() throws IOException {
        try (Stream<Path> guides = Files.list(REPOSITORY.resolve("docs/guides"))) {
            return Stream.concat(Stream.of(REPOSITORY.resolve("README.md")), guides.toList().stream());
        }
    }

    /** Compares the Java of a page with the samples. A block may contain several samples. */
    @ParameterizedTest
    @MethodSource("pages")
    void pageShowsTheJavaThatIsCompiled(Path page) throws IOException {
        Path samples = REPOSITORY.resolve("integration-tests/src/main/java/org/brokersdk/samples");
        List<String> compiled = new ArrayList<>(blocks(WHOLE_FILE, samples.resolve("FirstLogin.java")));
        try (Stream<Path> files = Files.list(samples)) {
            files.forEach(file -> compiled.addAll(blocks(IN_JAVA, file)));
        }
        compiled.sort(Comparator.comparing(String::length).reversed());

        assertThat(blocks(IN_MARKDOWN, page)).allSatisfy(block -> {
            String remaining = block;
            for (String sample : compiled) {
                remaining = remaining.replace(sample, "");
            }
            assertThat(remaining).isBlank();
        });
    }

    @Test
    @ResourceLock("redirect-listener")
    void iiflMarketsWorks(Mocks mocks) throws Exception {
        Samples samples = new Samples(mocks.of("iifl").http());

        IiflMarketsSession session = samples.iiflMarkets(
                "key",
                "s3cret",
                page -> SamplesOfGuidesTest.redirect(page, "?authCode=ABC123DEF456&clientId=TESTCLIENT1"));

        assertThat(session.userId()).isEqualTo("TESTCLIENT1");
    }

    @Test
    void kotakWorks(Mocks mocks) {
        Samples samples = new Samples(mocks.of("kotak").http());

        assertThat(samples.kotak("token", "key", "s3cret", "1234").userId()).isEqualTo("AB1234");
    }

    @Test
    void norenWorks(Mocks mocks) {
        NorenSession session = new Samples(TestHttpClient.INSTANCE)
                .noren(mocks.of("noren").url(), "vc", "key", "s3cret", "GEZDGNBVGY3TQOJQ");

        assertThat(session.form()).containsKey("jKey");
    }

    @Test
    void sessionIsSavedAndRestored(Mocks mocks, @TempDir Path directory) throws IOException {
        Samples samples = new Samples(TestHttpClient.INSTANCE);
        String url = mocks.of("kotak").url();
        KotakNeoSession session = neo(url).login("123456").validate("123456");

        assertThat(samples.keep(neo(url), session, directory.resolve("session")).headers())
                .isEqualTo(session.headers());
    }

    @Test
    void failuresAreDistinguished(Mocks mocks) {
        Samples samples = new Samples(TestHttpClient.INSTANCE);

        assertThat(samples.failures(neo(mocks.of("kotak").url(200, "invalidCredentials")), "123456", "123456"))
                .startsWith("Try again");
        assertThat(samples.failures(neo(mocks.of("kotak").url(200, "missingField")), "123456", "123456"))
                .contains("MobileNumber");
        assertThat(samples.failures(neo(mocks.of("kotak").url()), "123456", "123456"))
                .isEqualTo("Welcome, AB123");
    }

    @Test
    void asynchronousLoginWorks(Mocks mocks) {
        assertThat(new Samples(TestHttpClient.INSTANCE)
                        .async(neo(mocks.of("kotak").url()), "123456", "123456")
                        .join()
                        .userId())
                .isEqualTo("AB123");
    }

    @Test
    void settingsWork() {
        new Samples(TestHttpClient.INSTANCE).settings("token", "s3cret").close();
    }

    private static KotakNeoClient neo(String url) {
        return KotakNeoClient.builder()
                .baseUrl(url)
                .httpClient(TestHttpClient.INSTANCE)
                .accessToken("token")
                .mobileNumber("+910000000000")
                .ucc("AB123")
                .build();
    }

    private static List<String> blocks(Pattern pattern, Path file) {
        try {
            return pattern.matcher(Files.readString(file))
                    .results()
                    .map(block -> block.group(1))
                    .map(block -> block.stripIndent().strip())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
