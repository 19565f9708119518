package com.example;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.brokersdk.core.BrokerException;
import org.brokersdk.core.Reason;
import org.brokersdk.core.SessionFile;
import org.brokersdk.core.Totp;
import org.brokersdk.kotak.KotakNeoClient;
import org.brokersdk.kotak.KotakNeoSession;

/**
 * Program for a cron job before the market opens. It logs in to Kotak Neo and keeps the session in a file that only its
 * owner can read. The next run restores the session, and logs in only if the session has ended.
 *
 * <p>The settings are environment variables: {@code KOTAK_ACCESS_TOKEN}, {@code KOTAK_MOBILE_NUMBER},
 * {@code KOTAK_UCC}, {@code KOTAK_TOTP_SECRET}, {@code KOTAK_MPIN} and {@code SESSION_FILE}. {@code KOTAK_BASE_URL} is
 * the URL of a mock server.
 *
 * <p>The exit code is 0 if there is a session. Otherwise, it is a code of {@code sysexits.h}:
 *
 * <ul>
 *   <li>75: the broker could not be reached, or failed. Try again later
 *   <li>77: the broker rejected the login. Let a person look before the next login, because accounts lock
 *   <li>78: a setting or the session file is wrong
 *   <li>70: the broker sent a response that it does not document
 * </ul>
 */
public final class MorningLogin {

    private static final int TRY_LATER = 75;
    private static final int REJECTED = 77;
    private static final int WRONG_SETTINGS = 78;
    private static final int UNEXPECTED = 70;

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
            // Send your own calls with session.httpClient(…). Register the IP address that this line shows for orders.
            System.out.println("Kotak sees this machine at " + session.clientIp());
            return 0;
        } catch (BrokerException.Rejected e) {
            System.err.println(e.getMessage());
            return e.reason() == Reason.BROKER_FAILED || e.reason() == Reason.QUOTA_EXCEEDED ? TRY_LATER : REJECTED;
        } catch (BrokerException.Unreachable e) {
            System.err.println(e.getMessage());
            return TRY_LATER;
        } catch (BrokerException.Unexpected e) {
            System.err.println(e.getMessage());
            return e.status() >= 500 ? TRY_LATER : UNEXPECTED;
        } catch (IllegalArgumentException e) {
            // The message names the setting, and does not show its value.
            System.err.println("A setting is wrong: " + e.getMessage());
            return WRONG_SETTINGS;
        } catch (IOException e) {
            System.err.println("The session file cannot be used: " + e.getMessage());
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
        SessionFile file = new SessionFile(Path.of(setting("SESSION_FILE")));
        Totp totp = Totp.fromBase32(setting("KOTAK_TOTP_SECRET"));
        String mpin = setting("KOTAK_MPIN");
        return file.restoreOrLogin(
                kotak::restore,
                session -> {
                    session.clientIp();
                    System.out.println("Took up the session of " + session.userId() + ", since " + session.createdAt());
                },
                () -> {
                    KotakNeoSession session = kotak.login(totp).validate(mpin);
                    System.out.println("Logged in as " + session.userId());
                    return session;
                });
    }

    private String setting(String name) {
        String value = environment.get(name);
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException(name + " is not set");
        }
        return value;
    }
}
