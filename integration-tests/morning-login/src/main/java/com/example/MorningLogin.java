package com.example;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.brokersdk.core.BrokerException;
import org.brokersdk.core.Reason;
import org.brokersdk.core.Totp;
import org.brokersdk.kotak.KotakNeoClient;
import org.brokersdk.kotak.KotakNeoSession;

/**
 * Logs in to Kotak Neo, for a cron job before the market opens, and keeps the session in a file that nobody else can
 * read. The next start takes it up and logs in again only when it has ended.
 *
 * <p>Settings are read from the environment: KOTAK_ACCESS_TOKEN, KOTAK_MOBILE_NUMBER, KOTAK_UCC, KOTAK_TOTP_SECRET,
 * KOTAK_MPIN and SESSION_FILE; KOTAK_BASE_URL is for a mock. Ends with 0 when there is a session, and otherwise as
 * sysexits.h has it:
 *
 * <ul>
 *   <li>75: try again later, the broker could not be reached or is at fault
 *   <li>77: the broker refused. Let a person look before the next try, since accounts lock
 *   <li>78: a setting is missing or wrong
 *   <li>70: the broker answered what it never did before
 * </ul>
 */
public final class MorningLogin {

    private static final int TRY_LATER = 75;
    private static final int REFUSED = 77;
    private static final int WRONG_SETTINGS = 78;
    private static final int UNEXPECTED = 70;

    private static final Set<PosixFilePermission> OWNER_ALONE = PosixFilePermissions.fromString("rw-------");

    private final Map<String, String> environment;

    private MorningLogin(Map<String, String> environment) {
        this.environment = environment;
    }

    public static void main(String[] args) {
        System.exit(new MorningLogin(System.getenv()).run());
    }

    private int run() {
        try (KotakNeoClient kotak = client()) {
            KotakNeoSession session = session(kotak);
            // Here the day begins: session.headers(), session.httpClient(…). It tells the address to register for
            // orders.
            System.out.println("Kotak sees this machine at " + session.clientIp());
            return 0;
        } catch (BrokerException.Rejected e) {
            System.err.println(e.getMessage());
            return e.reason() == Reason.BROKER_FAILED || e.reason() == Reason.QUOTA_EXCEEDED ? TRY_LATER : REFUSED;
        } catch (BrokerException.Unreachable e) {
            System.err.println(e.getMessage());
            return TRY_LATER;
        } catch (BrokerException.Unexpected e) {
            System.err.println(e.getMessage());
            return e.status() >= 500 ? TRY_LATER : UNEXPECTED;
        } catch (IllegalArgumentException e) {
            // Its message names the setting and shows no value.
            System.err.println("A setting is wrong: " + e.getMessage());
            return WRONG_SETTINGS;
        } catch (IOException e) {
            System.err.println("The session file cannot be used: " + e);
            return WRONG_SETTINGS;
        }
    }

    private KotakNeoClient client() {
        KotakNeoClient.Builder settings = KotakNeoClient.builder()
                .accessToken(setting("KOTAK_ACCESS_TOKEN"))
                .mobileNumber(setting("KOTAK_MOBILE_NUMBER"))
                .ucc(setting("KOTAK_UCC"))
                .userAgent("morning-login/1.0.0");
        Optional.ofNullable(environment.get("KOTAK_BASE_URL")).ifPresent(settings::baseUrl);
        return settings.build();
    }

    private KotakNeoSession session(KotakNeoClient kotak) throws IOException {
        Path file = Path.of(setting("SESSION_FILE")).toAbsolutePath();
        Totp totp = Totp.fromBase32(setting("KOTAK_TOTP_SECRET"));
        String mpin = setting("KOTAK_MPIN");
        Optional<KotakNeoSession> kept = takeUp(kotak, file);
        if (kept.isPresent()) {
            System.out.println("Took up the session of " + kept.get().userId() + ", since "
                    + kept.get().createdAt());
            return kept.get();
        }
        KotakNeoSession session = kotak.login(totp).validate(mpin);
        keep(session, file);
        System.out.println("Logged in as " + session.userId());
        return session;
    }

    /** The session of an earlier start, if there is one and it has not ended. */
    private static Optional<KotakNeoSession> takeUp(KotakNeoClient kotak, Path file) throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        if (isPosix(file) && !OWNER_ALONE.containsAll(Files.getPosixFilePermissions(file))) {
            System.out.println("Others may have read the session file; it is not used.");
            return Optional.empty();
        }
        try {
            KotakNeoSession session = kotak.restore(Files.readString(file));
            session.clientIp();
            return Optional.of(session);
        } catch (IllegalArgumentException e) {
            System.out.println("The session file is of no use: " + e.getMessage());
            return Optional.empty();
        } catch (BrokerException.Rejected e) {
            if (e.reason() != Reason.SESSION_EXPIRED) {
                throw e;
            }
            System.out.println("The session has ended.");
            return Optional.empty();
        }
    }

    /**
     * Writes a file beside it and puts that in its place, so that there is never half a session, nor one for all to
     * read.
     */
    private static void keep(KotakNeoSession session, Path file) throws IOException {
        FileAttribute<?>[] tight = isPosix(file)
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ALONE)}
                : new FileAttribute<?>[0];
        Path written = Files.createTempFile(file.getParent(), ".session", "", tight);
        try {
            Files.writeString(written, session.save());
            Files.move(written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(written);
        }
    }

    private static boolean isPosix(Path file) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    private String setting(String name) {
        String value = environment.get(name);
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException(name + " is not set");
        }
        return value;
    }
}
