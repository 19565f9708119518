package com.example;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.brokersdk.core.BatchLogin;
import org.brokersdk.core.BrokerException;
import org.brokersdk.core.ClientBuilder;
import org.brokersdk.core.LoginResult;
import org.brokersdk.core.Session;
import org.brokersdk.core.Totp;
import org.brokersdk.iifl.IiflMarketsClient;
import org.brokersdk.kotak.KotakNeoClient;
import org.brokersdk.noren.NorenBroker;
import org.brokersdk.noren.NorenClient;
import org.jspecify.annotations.Nullable;

/**
 * Logs in to accounts at several brokers, each once. {@code ACCOUNTS} lists their names. The settings of an account are
 * environment variables that begin with its name.
 */
public final class SeveralBrokers {

    private static final int TRY_LATER = 75;
    private static final int ASK_A_PERSON = 77;

    /** Account with the beginning of its variables. */
    private record Account(String name) {

        String get(String setting) {
            return Optional.ofNullable(find(setting))
                    .orElseThrow(() -> new IllegalArgumentException(setting + " is not set"));
        }

        @Nullable
        String find(String setting) {
            return System.getenv(name.toUpperCase(Locale.ROOT) + "_" + setting);
        }
    }

    private SeveralBrokers() {}

    public static void main(String[] args) {
        List<Account> accounts = Stream.of(Objects.requireNonNull(System.getenv("ACCOUNTS"), "ACCOUNTS is not set")
                        .split(","))
                .map(Account::new)
                .toList();
        List<LoginResult<Account, Session>> results =
                BatchLogin.<Account, Session>of(SeveralBrokers::login).execute(accounts);
        System.exit(results.stream().mapToInt(SeveralBrokers::report).max().orElse(0));
    }

    private static CompletableFuture<? extends Session> login(Account account) {
        return switch (account.get("BROKER")) {
            case "kotak" -> kotak(account);
            case "iifl" -> iifl(account);
            case "noren" -> noren(account);
            default -> throw new IllegalArgumentException("BROKER must be kotak, iifl or noren");
        };
    }

    private static CompletableFuture<? extends Session> kotak(Account account) {
        KotakNeoClient kotak = at(KotakNeoClient.builder(), account)
                .accessToken(account.get("ACCESS_TOKEN"))
                .mobileNumber(account.get("MOBILE_NUMBER"))
                .ucc(account.get("UCC"))
                .build();
        String mpin = account.get("MPIN");
        return kotak.loginAsync(Totp.fromBase32(account.get("TOTP_SECRET")))
                .thenCompose(login -> login.validateAsync(mpin));
    }

    /** Logs in with the code that IIFL's page shows to the user. A code is valid for one login. */
    private static CompletableFuture<? extends Session> iifl(Account account) {
        return at(IiflMarketsClient.builder(), account)
                .appKey(account.get("APP_KEY"))
                .appSecret(account.get("APP_SECRET"))
                .clientId(account.get("CLIENT_ID"))
                .build()
                .loginWithCodeAsync(account.get("CODE"));
    }

    private static CompletableFuture<? extends Session> noren(Account account) {
        return at(NorenClient.builder(), account)
                .broker(NorenBroker.valueOf(account.get("NOREN_BROKER")))
                .vendorCode(account.get("VENDOR_CODE"))
                .apiKey(account.get("API_KEY"))
                .deviceId(account.get("DEVICE_ID"))
                .build()
                .loginAsync(
                        account.get("USER_ID"), account.get("PASSWORD"), Totp.fromBase32(account.get("TOTP_SECRET")));
    }

    /** Sets the base URL of a mock server, if the account has one. */
    private static <B extends ClientBuilder<B, ?>> B at(B settings, Account account) {
        String baseUrl = account.find("BASE_URL");
        return baseUrl == null ? settings : settings.baseUrl(baseUrl);
    }

    /** Prints the result of an account, and returns the exit code that it asks for. */
    private static int report(LoginResult<Account, Session> result) {
        String name = result.account().name();
        if (result.session().isPresent()) {
            System.out.println(name + ": logged in as " + result.session().get().userId());
            return 0;
        }
        Throwable failure = result.failure().orElse(null);
        System.out.println(name + ": " + (failure == null ? "not tried, as the broker is down" : failure.getMessage()));
        if (failure instanceof BrokerException.Rejected rejected) {
            return switch (rejected.reason()) {
                case BROKER_FAILED, QUOTA_EXCEEDED -> TRY_LATER;
                default -> ASK_A_PERSON; // the message says what to do; accounts lock after a few tries
            };
        }
        return failure instanceof IllegalArgumentException ? ASK_A_PERSON : TRY_LATER;
    }
}
