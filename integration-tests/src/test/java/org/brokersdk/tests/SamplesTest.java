package org.brokersdk.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.brokersdk.iifl.IiflApp;
import org.brokersdk.iifl.IiflMarketsSession;
import org.brokersdk.kotak.KotakClient;
import org.brokersdk.mocks.Mocks;
import org.brokersdk.mocks.Spec;
import org.brokersdk.noren.NorenClient;
import org.brokersdk.noren.NorenSession;
import org.brokersdk.samples.Samples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The Java that people read is the Java that is compiled, and it works. */
@ExtendWith(PrismExtension.class)
class SamplesTest {

    private static final Path REPOSITORY = Spec.DIRECTORY.getParent();
    private static final Pattern IN_MARKDOWN = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    private static final Pattern IN_JAVA = Pattern.compile("// sample\n(.*?)// end\n", Pattern.DOTALL);

    @Test
    void readmeShowsTheJavaThatIsCompiled() throws IOException {
        List<String> compiled;
        try (Stream<Path> files =
                Files.list(REPOSITORY.resolve("integration-tests/src/main/java/org/brokersdk/samples"))) {
            compiled = files.flatMap(file -> blocks(IN_JAVA, file).stream()).toList();
        }

        List<String> shown = blocks(IN_MARKDOWN, REPOSITORY.resolve("README.md"));

        assertThat(shown).isNotEmpty();
        assertThat(compiled).containsAll(shown);
    }

    @Test
    void kotakNeoWorks(Mocks mocks) {
        Samples samples = new Samples(mocks.of("kotak").http());

        assertThat(samples.kotakNeo("token", "123456", "123456").headers()).containsKey("Auth");
    }

    @Test
    void iiflMarketsWorks(Mocks mocks) throws Exception {
        Samples samples = new Samples(mocks.of("iifl").http());

        IiflMarketsSession session = samples.iiflMarkets(
                "key",
                "s3cret",
                page -> SamplesOfGuidesTest.goBack(page, "?authCode=ABC123DEF456&clientId=TESTCLIENT1"));

        assertThat(session.userId()).isEqualTo("TESTCLIENT1");
    }

    @Test
    void norenOauthWorks(Mocks mocks) {
        Samples samples = new Samples(mocks.of("noren").http());

        NorenSession session = samples.norenOauth("id", "s3cret", "https://my-server.example/login?code=z3");

        assertThat(session.headers()).containsKey("Authorization");
    }

    @Test
    void kotakWorks(Mocks mocks) {
        Samples samples = new Samples(mocks.of("kotak").http());

        assertThat(samples.kotak("token", "key", "s3cret", "1234").userId()).isEqualTo("AB1234");
    }

    @Test
    void iiflWorks(Mocks mocks) {
        IiflApp app = IiflApp.builder()
                .appName("Demo")
                .appVersion("1.0")
                .key("key")
                .userId("user")
                .password("s3cret")
                .build();

        assertThat(new Samples(mocks.of("iifl").http())
                        .iifl("key", app, "encryption", "s3cret")
                        .userId())
                .isEqualTo("DEMO01");
    }

    @Test
    void norenWorksAndIsKept(Mocks mocks, @TempDir Path directory) throws IOException {
        String url = mocks.of("noren").url();
        Samples samples = new Samples(Prefer.NOTHING);

        NorenSession session = samples.noren(url, "vc", "key", "s3cret", "GEZDGNBVGY3TQOJQ");
        NorenClient another = NorenClient.builder()
                .baseUrl(url)
                .vendorCode("vc")
                .apiKey("key")
                .deviceId("another")
                .build();

        assertThat(samples.keep(another, session, directory.resolve("session")).form())
                .isEqualTo(session.form());
    }

    @Test
    void failuresAreToldApart(Mocks mocks) {
        Samples samples = new Samples(Prefer.NOTHING);

        assertThat(samples.failures(kotak(mocks.of("kotak").url(403, "locked")), "s3cret"))
                .isEqualTo("Call the broker.");
        assertThat(samples.failures(kotak(mocks.of("kotak").url(429, "quotaExceeded")), "s3cret"))
                .contains("900807");
        assertThat(samples.failures(kotak(mocks.of("kotak").url()), "s3cret")).startsWith("Enter the code");
    }

    @Test
    void asynchronousLoginWorks(Mocks mocks) {
        assertThat(new Samples(Prefer.NOTHING)
                        .async(kotak(mocks.of("kotak").url()), "s3cret", "1234")
                        .join()
                        .userId())
                .isEqualTo("AB1234");
    }

    @Test
    void settingsWork() {
        new Samples(Prefer.NOTHING).settings("token", "key", "s3cret").close();
    }

    private static KotakClient kotak(String url) {
        return KotakClient.builder()
                .baseUrl(url)
                .httpClient(Prefer.NOTHING)
                .accessToken("token")
                .consumerKey("key")
                .userId("AB1234")
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
