package org.brokersdk.tests.specs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.brokersdk.kotak.KotakClient;
import org.brokersdk.kotak.KotakSession;
import org.brokersdk.mocks.Mocks;
import org.brokersdk.tests.PrismExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Steps of a login. Only the right order compiles, and threads can share a client. */
@ExtendWith(PrismExtension.class)
class StepsTest {

    @TempDir
    private java.nio.file.Path classes;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kotak.login(\"p\").verify(\"1234\").logout();",
                "kotak.initSession().login(\"p\").verifyWithoutCode().logout();",
                "neo.login(\"123456\").validate(\"1234\").logout();",
                "markets.login(markets.loginUrl()).logout();",
                "noren.login(\"u\", \"p\", \"123456\").logout();"
            })
    void rightOrderCompiles(String steps) {
        assertThat(compiles(steps)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kotak.verify(\"1234\");",
                "kotak.logout();",
                "kotak.login(\"p\").logout();",
                "kotak.login(\"p\").verify(\"1234\").verify(\"1234\");",
                "kotak.initSession().verify(\"1234\");",
                "neo.validate(\"1234\");",
                "neo.login(\"123456\").logout();",
                "markets.logout();",
                "markets.profile();",
                "iifl.registerToken();",
                "iifl.partnerLogin(\"e\", \"c\").registerToken();",
                "noren.logout();",
                "noren.details();"
            })
    void wrongOrderDoesNotCompile(String steps) {
        assertThat(compiles(steps)).isFalse();
    }

    @Test
    void manyThreadsShareOneClient(Mocks mocks) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(16);
        try (KotakClient kotak = KotakClient.builder()
                .baseUrl(mocks.of("kotak").url())
                .accessToken("access-token")
                .consumerKey("consumer-key")
                .userId("AB1234")
                .build()) {
            List<Callable<KotakSession>> logins = IntStream.range(0, 64)
                    .<Callable<KotakSession>>mapToObj(
                            i -> () -> kotak.login("s3cret").verify("1234"))
                    .toList();

            for (Future<KotakSession> login : threads.invokeAll(logins)) {
                assertThat(login.get().userId()).isEqualTo("AB1234");
            }
        } finally {
            threads.shutdown();
        }
    }

    private boolean compiles(String steps) {
        String source = """
                import org.brokersdk.iifl.*;
                import org.brokersdk.kotak.*;
                import org.brokersdk.noren.*;

                class Steps {
                    void run(
                            KotakClient kotak,
                            KotakNeoClient neo,
                            IiflClient iifl,
                            IiflMarketsClient markets,
                            NorenClient noren) {
                        %s
                    }
                }
                """.formatted(steps);
        JavaFileObject file = new SimpleJavaFileObject(URI.create("string:///Steps.java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return source;
            }
        };
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        List<String> options =
                List.of("-classpath", System.getProperty("java.class.path"), "-d", classes.toString(), "-proc:none");
        try (StringWriter errors = new StringWriter()) {
            return compiler.getTask(errors, null, null, options, null, List.of(file))
                    .call();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
