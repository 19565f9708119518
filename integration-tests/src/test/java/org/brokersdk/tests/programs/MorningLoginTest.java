package org.brokersdk.tests.programs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.brokersdk.mocks.Gateway;
import org.brokersdk.mocks.Mocks;
import org.brokersdk.tests.PrismExtension;
import org.brokersdk.tests.RawResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Login before the market opens, as cron runs it. */
@Tag("full")
@ExtendWith(PrismExtension.class)
@Isolated("runs Maven, which takes all processors")
class MorningLoginTest {

    private static final List<String> SECRETS = List.of("demo-token", "JBSWY3DPEHPK3PXP", "123456");

    @TempDir
    private static Path home;

    private static Program program;

    @TempDir
    private Path folder;

    private Gateway kotak;
    private Map<String, String> settings;

    @BeforeAll
    static void build() throws Exception {
        program = Program.build("morning-login", home);
    }

    @BeforeEach
    void open(Mocks mocks) {
        kotak = mocks.open("kotak");
        settings = program.settings();
        settings.put("KOTAK_BASE_URL", kotak.url());
        settings.put("SESSION_FILE", folder.resolve("session").toString());
    }

    @AfterEach
    void close() {
        kotak.close();
    }

    @Test
    void secondStartTakesUpTheSession() throws Exception {
        assertThat(run(0)).isEqualTo(program.output());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("session"))))
                .isEqualTo("rw-------");
        assertThat(folder).isDirectoryNotContaining("glob:**/.session*");
        assertThat(run(0)).startsWith("Took up the session of AB123");
        assertThat(kotak.arrivals("neoLogin")).isOne();
    }

    @Test
    void sessionThatHasEndedIsReplaced() throws Exception {
        run(0);
        kotak.handle("neoClientIp", (request, client) -> {
            kotak.prefer("neoClientIp", 200, kotak.arrivals("neoClientIp") == 2 ? "invalidSession" : "success");
            client.getOutputStream().write(kotak.forward(request));
        });

        assertThat(run(0)).startsWith("Logged in as AB123");
        assertThat(kotak.arrivals("neoLogin")).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', textBlock = """
            ``,         Logged in as AB123
            no session, holds no session of this client
            {},         holds no session of this client
            """)
    void fileOfNoUseIsReplaced(String text, String message) throws Exception {
        Path file = folder.resolve("session");
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, text);

        assertThat(run(0)).contains(message, "Logged in as AB123");
        assertThat(run(0)).startsWith("Took up");
    }

    /** Its owner must know that others may have the token. A login would hide it. */
    @Test
    void fileThatOthersCanReadIsRefused() throws Exception {
        Path file = folder.resolve("session");
        run(0);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        assertThat(run(78))
                .startsWith("The session file cannot be used: Others")
                .contains("chmod 600 " + file);
        assertThat(kotak.arrivals("neoLogin")).isOne();
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        assertThat(run(0)).startsWith("Took up");
    }

    @Test
    void missingFolderCostsNoLogin() throws Exception {
        settings.put("SESSION_FILE", folder.resolve("none/session").toString());

        assertThat(run(78))
                .startsWith("The session file cannot be used: The folder")
                .contains("mkdir");
        assertThat(kotak.arrivals("neoLogin")).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "KOTAK_ACCESS_TOKEN",
                "KOTAK_MOBILE_NUMBER",
                "KOTAK_UCC",
                "KOTAK_TOTP_SECRET",
                "KOTAK_MPIN",
                "SESSION_FILE"
            })
    void missingSettingIsNamed(String name) throws Exception {
        settings.remove(name);

        assertThat(run(78)).isEqualTo("A setting is wrong: " + name + " is not set\n");
        assertThat(kotak.arrivals("neoLogin")).isZero();
    }

    @ParameterizedTest
    @CsvSource({"neoLogin, 200, invalidTotp, 77", "neoValidate, 500, unexpectedError, 75"})
    void failureHasItsExitCode(String operation, int status, String example, int exit) throws Exception {
        kotak.prefer(operation, status, example);

        assertThat(run(exit)).startsWith("The broker said: ");
        assertThat(folder.resolve("session")).doesNotExist();
    }

    @Test
    void brokerThatIsAwayIsTriedLater() throws Exception {
        settings.put("KOTAK_BASE_URL", "http://127.0.0.1:1");

        assertThat(run(75)).contains("Nothing was sent");
    }

    @Test
    void answerOfAnotherKindIsUnexpected() throws Exception {
        RawResponse answer = RawResponse.of(200, "application/json", "[]");
        kotak.handle("neoLogin", (request, client) -> {
            client.getOutputStream().write(answer.head(answer.body().length));
            client.getOutputStream().write(answer.body());
        });

        assertThat(run(70)).startsWith("The response");
    }

    @Test
    void cronRunsTheLineOfReadme() throws Exception {
        assertThat(program.runByCron(settings, 0)).isEqualTo(program.output());
    }

    private String run(int exitCode) throws Exception {
        String output = program.run(settings, exitCode);
        assertThat(output).doesNotContain(SECRETS);
        return output;
    }
}
