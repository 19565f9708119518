package org.brokersdk.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.brokersdk.core.TestClient.TestBroker;
import org.brokersdk.core.TestClient.TestSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class SessionFileTest {

    private static final Consumer<Session> LIVES = session -> {};

    private static final Consumer<Session> ENDED = session -> {
        throw rejected(Reason.SESSION_EXPIRED);
    };

    private final TestClient client = new TestBroker().builder().build();

    private final AtomicInteger logins = new AtomicInteger();

    @TempDir
    private Path folder;

    @Test
    void keepsASessionForItsOwner() throws IOException {
        SessionFile file = file("session");
        TestSession session = login();

        file.write(session);

        assertThat(permissions("session")).isEqualTo("rw-------");
        assertThat(file.read(client::restore).orElseThrow().save()).isEqualTo(session.save());
        assertOnlyFile("session");
    }

    @Test
    void firstRunLogsInAndTheSecondRestores() throws IOException {
        TestSession first = file("session").restoreOrLogin(client::restore, ENDED, this::login);
        TestSession second = file("session").restoreOrLogin(client::restore, LIVES, this::login);

        assertThat(second.save()).isEqualTo(first.save());
        assertThat(logins).hasValue(1);
    }

    @Test
    void sessionThatEndedIsReplaced() throws IOException {
        SessionFile file = file("session");
        file.write(login());

        TestSession session = file.restoreOrLogin(client::restore, ENDED, this::login);

        assertThat(file.read(client::restore).orElseThrow().save()).isEqualTo(session.save());
        assertThat(logins).hasValue(2);
    }

    /** A login could lock the account, and does not help. */
    @ParameterizedTest
    @EnumSource(value = Reason.class, mode = EnumSource.Mode.EXCLUDE, names = "SESSION_EXPIRED")
    void anotherRejectionOfTheProbeIsNoReasonToLogIn(Reason reason) throws IOException {
        SessionFile file = file("session");
        file.write(login());
        BrokerException.Rejected rejected = rejected(reason);

        assertThatThrownBy(() -> file.restoreOrLogin(
                        client::restore,
                        session -> {
                            throw rejected;
                        },
                        this::login))
                .isSameAs(rejected);
        assertThat(logins).hasValue(1);
    }

    @Test
    void failedLoginLeavesTheFileAsItWas() throws IOException {
        SessionFile file = file("session");
        TestSession earlier = login();
        file.write(earlier);

        // The checked exception keeps its type, so a caller need not catch Exception.
        assertThatThrownBy(() -> file.restoreOrLogin(client::restore, ENDED, () -> {
                    throw new TimeoutException("no redirect");
                }))
                .isInstanceOf(TimeoutException.class);
        assertThat(file.read(client::restore).orElseThrow().save()).isEqualTo(earlier.save());
        assertOnlyFile("session");
    }

    @Test
    void missingOrEmptyFileHasNoSession() throws IOException {
        assertThat(file("none").read(client::restore)).isEmpty();
        Files.createFile(
                folder.resolve("empty"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        assertThat(file("empty").read(client::restore)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"no session", "{}", "{\"session\":\"Other", "\u0000\u0001"})
    void textThatIsNoSessionIsReplacedByALogin(String text) throws IOException {
        assertGarbled(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void bytesThatAreNoTextAreReplacedByALogin() throws IOException {
        assertGarbled(new byte[] {(byte) 0xff, (byte) 0xfe, 0});
    }

    private void assertGarbled(byte[] bytes) throws IOException {
        SessionFile file = file("session");
        file.write(login());
        Files.write(folder.resolve("session"), bytes);

        assertThatThrownBy(() -> file.read(client::restore))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("TestSession.save()");
        assertThat(catchThrowable(() -> file.restoreOrLogin(client::restore, LIVES, () -> {
                    throw new IllegalStateException("The broker is down");
                })))
                .hasMessage("The broker is down");
        assertThat(Files.readAllBytes(folder.resolve("session"))).isEqualTo(bytes);
        List<String> log = new CopyOnWriteArrayList<>();
        Logger logger = Logger.getLogger("org.brokersdk.core");
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord record) {
                log.add(record.getLevel() + " " + record.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        logger.addHandler(handler);
        try {
            TestSession session = file.restoreOrLogin(client::restore, LIVES, this::login);
            assertThat(file.read(client::restore).orElseThrow().save()).isEqualTo(session.save());
        } finally {
            logger.removeHandler(handler);
        }
        // Other tests may log at the same time.
        assertThat(log)
                .contains("WARNING The session file " + folder.resolve("session")
                        + " holds no session of this client. Logging in");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r--r--", "rw-r-----", "rw-----w-", "rwx-----x"})
    void fileThatOthersCanUseIsRefused(String permissions) throws IOException {
        SessionFile file = file("session");
        file.write(login());
        Files.setPosixFilePermissions(folder.resolve("session"), PosixFilePermissions.fromString(permissions));

        assertThatThrownBy(() -> file.restoreOrLogin(client::restore, LIVES, this::login))
                .isInstanceOf(IOException.class)
                .hasMessage("Others than the owner can read or write the session file " + folder.resolve("session")
                        + ", which holds a token. If they may have read it, log out. Then run: chmod 600 "
                        + folder.resolve("session"));
        assertThat(logins).hasValue(1);
        Files.setPosixFilePermissions(folder.resolve("session"), PosixFilePermissions.fromString("rwx------"));
        assertThat(file.read(client::restore)).isPresent();
    }

    @Test
    void missingFolderIsNamedBeforeALogin() {
        assertThatThrownBy(() -> file("none/session").restoreOrLogin(client::restore, LIVES, this::login))
                .isInstanceOf(IOException.class)
                .hasMessage("The folder " + folder.resolve("none")
                        + " of the session file does not exist. Create it, with: mkdir -p -m 700 "
                        + folder.resolve("none"));
        assertThat(logins).hasValue(0);
    }

    /** The file system of the kernel's settings lets nobody create a file, not even root. */
    @Test
    void folderThatCannotBeWrittenIsNamedBeforeALogin() {
        Path readOnly = Path.of("/proc/sys");
        assumeTrue(Files.isDirectory(readOnly), "needs Linux");

        assertThatThrownBy(() -> new SessionFile(readOnly.resolve("session"))
                        .restoreOrLogin(client::restore, LIVES, this::login))
                .isInstanceOf(IOException.class)
                .hasMessage("The folder /proc/sys of the session file does not let this program write."
                        + " Check its permissions and the free space");
        assertThat(logins).hasValue(0);
    }

    @Test
    void nameThatIsTooLongIsNoticedBeforeALogin() {
        assertThatThrownBy(() -> file("x".repeat(300)).restoreOrLogin(client::restore, LIVES, this::login))
                .isInstanceOf(IOException.class);
        assertThat(logins).hasValue(0);
        assertThat(folder).isEmptyDirectory();
    }

    /** A mount point in a container cannot be replaced. Here, the file to move is missing. */
    @Test
    void fileThatCannotBeReplacedIsWrittenInPlace() throws IOException {
        Path target = Files.writeString(folder.resolve("session"), "a longer text than the session");

        SessionFile.replace(target, folder.resolve("missing"), "text".getBytes(StandardCharsets.UTF_8));

        assertThat(target).hasContent("text");
        assertThat(permissions("session")).isEqualTo("rw-------");
        assertThatThrownBy(() -> SessionFile.replace(folder.resolve("none"), folder.resolve("missing"), new byte[1]))
                .isInstanceOf(NoSuchFileException.class);
        assertOnlyFile("session");
    }

    @Test
    void interruptLosesNoSession() throws IOException {
        TestSession session = file("session").restoreOrLogin(client::restore, ENDED, () -> {
            TestSession opened = login();
            Thread.currentThread().interrupt();
            return opened;
        });

        assertThat(Thread.interrupted()).isTrue();
        assertThat(file("session").read(client::restore).orElseThrow().save()).isEqualTo(session.save());
    }

    @Test
    void loginLeavesNoTemporaryFileBehind() throws IOException {
        file("session").restoreOrLogin(client::restore, ENDED, () -> {
            assertThat(folder).isEmptyDirectory();
            return login();
        });

        assertOnlyFile("session");
    }

    @Test
    void folderInPlaceOfTheFileIsNotReplaced() throws IOException {
        Files.createDirectory(folder.resolve("session"));
        Files.setPosixFilePermissions(folder.resolve("session"), PosixFilePermissions.fromString("rwx------"));
        SessionFile file = file("session");

        assertThatThrownBy(() -> file.read(client::restore)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> file.write(login())).isInstanceOf(IOException.class);
        assertThat(folder.resolve("session")).isEmptyDirectory();
        assertThat(permissions("session")).isEqualTo("rwx------");
        assertOnlyFile("session");
    }

    @Test
    void symbolicLinkStays() throws IOException {
        Files.createDirectory(folder.resolve("volume"));
        SessionFile target = file("volume/session");
        target.write(login());
        Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("volume/session"));
        TestSession session = login();

        file("link").write(session);

        assertThat(link).isSymbolicLink();
        assertThat(target.read(client::restore).orElseThrow().save()).isEqualTo(session.save());
        Files.setPosixFilePermissions(folder.resolve("volume/session"), PosixFilePermissions.fromString("rw-r--r--"));
        assertThatThrownBy(() -> file("link").read(client::restore)).isInstanceOf(IOException.class);
    }

    @Test
    void symbolicLinkToAMissingFileStays() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("session"));
        Files.createSymbolicLink(folder.resolve("second"), Path.of("link"));

        file("second").write(login());

        assertThat(link).isSymbolicLink();
        assertThat(file("session").read(client::restore)).isPresent();
    }

    @Test
    void circleOfSymbolicLinksIsNoticedBeforeALogin() throws IOException {
        Files.createSymbolicLink(folder.resolve("link"), Path.of("link"));

        assertThatThrownBy(() -> file("link").restoreOrLogin(client::restore, LIVES, this::login))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is a circle of symbolic links");
        assertThat(logins).hasValue(0);
    }

    @Test
    void readerNeverSeesHalfASession() throws IOException {
        SessionFile file = file("session");
        file.write(login());
        AtomicBoolean done = new AtomicBoolean();
        CompletableFuture<Void> reader = CompletableFuture.runAsync(() -> {
            while (!done.get()) {
                assertThat(catchThrowable(() -> assertThat(file("session").read(client::restore))
                                .isPresent()))
                        .isNull();
            }
        });

        List<CompletableFuture<Void>> writers = IntStream.range(0, 4)
                .mapToObj(i -> CompletableFuture.runAsync(() -> {
                    for (int j = 0; j < 50; j++) {
                        assertThat(catchThrowable(() -> file("session").write(login())))
                                .isNull();
                    }
                }))
                .toList();
        writers.forEach(CompletableFuture::join);
        done.set(true);
        reader.join();

        assertThat(permissions("session")).isEqualTo("rw-------");
        assertOnlyFile("session");
    }

    @Test
    void deletesTheFile() throws IOException {
        SessionFile file = file("session");
        file.write(login());

        file.delete();
        file.delete();

        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void showsThePathInToString() throws IOException {
        SessionFile file = file("session");
        file.write(login());

        assertThat(file).hasToString("SessionFile[" + folder.resolve("session") + "]");
        assertThatThrownBy(() -> new SessionFile(null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("path is required");
    }

    private SessionFile file(String name) {
        return new SessionFile(folder.resolve(name));
    }

    private TestSession login() {
        logins.incrementAndGet();
        return client.loginWithCode("code");
    }

    private String permissions(String name) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(name)));
    }

    /** Checks that no temporary file with a token is left. */
    private void assertOnlyFile(String name) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(folder.resolve(name));
        }
    }

    private static BrokerException.Rejected rejected(Reason reason) {
        return new BrokerException.Rejected(reason, "", null, null, null, 200, null, null);
    }
}
