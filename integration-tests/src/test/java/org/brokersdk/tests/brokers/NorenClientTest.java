package org.brokersdk.tests.brokers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.stream.Stream;
import mockwebserver3.MockWebServer;
import mockwebserver3.junit5.StartStop;
import org.brokersdk.core.BrokerException.Rejected;
import org.brokersdk.core.BrokerException.Unexpected;
import org.brokersdk.core.Reason;
import org.brokersdk.mocks.Gateway;
import org.brokersdk.mocks.Mocks;
import org.brokersdk.mocks.Operation.Example;
import org.brokersdk.mocks.Spec;
import org.brokersdk.noren.FlattradeClient;
import org.brokersdk.noren.NorenClient;
import org.brokersdk.noren.NorenOauthClient;
import org.brokersdk.noren.NorenSession;
import org.brokersdk.tests.PrismExtension;
import org.brokersdk.tests.TestHttpClient;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/** Every response in the spec has a typed outcome in each client of Noren, in blocking and asynchronous calls. */
@ExtendWith(PrismExtension.class)
class NorenClientTest {

    private static final String REDIRECT = "http://127.0.0.1:8080/login";

    @StartStop
    private final MockWebServer broker = new MockWebServer();

    /** The blocking and the asynchronous calls of each operation, with the saved sessions of QuickAuth and OAuth. */
    private static Map<String, List<Function<String, Object>>> calls(String quickAuth, String oauth) {
        String redirect = REDIRECT + "?code=z3&client=FT00001";
        return Map.of(
                "quickAuth",
                List.of(
                        url -> quickAuth(url).login("VIDYA", "s3cur3Id", "123456"),
                        url -> quickAuth(url).loginAsync("VIDYA", "s3cur3Id", () -> "123456")),
                "changePassword",
                List.of(
                        url -> quickAuth(url).changePassword("VIDYA", "s3cur3Id", "n3wS3cur3Id"),
                        url -> quickAuth(url).changePasswordAsync("VIDYA", "s3cur3Id", "n3wS3cur3Id")),
                "forgotPassword",
                List.of(
                        url -> run(() -> quickAuth(url).forgotPassword("VIDYA", "ABCDE1234F", "01-01-1990")),
                        url -> quickAuth(url).forgotPasswordAsync("VIDYA", "ABCDE1234F", "01-01-1990")),
                "requestOtp",
                List.of(
                        url -> quickAuth(url).requestOtp("VIDYA", "ABCDE1234F"),
                        url -> quickAuth(url).requestOtpAsync("VIDYA", "ABCDE1234F")),
                "resetPassword",
                List.of(
                        url -> quickAuth(url).resetPassword("VIDYA", "n3wS3cur3Id", "123456"),
                        url -> quickAuth(url).resetPasswordAsync("VIDYA", "n3wS3cur3Id", "123456")),
                "userDetails",
                List.of(
                        url -> quickAuth(url).restore(quickAuth).details(),
                        url -> quickAuth(url).restore(quickAuth).detailsAsync()),
                "logout",
                List.of(
                        url -> run(() -> quickAuth(url).restore(quickAuth).logout()),
                        url -> quickAuth(url).restore(quickAuth).logoutAsync()),
                "generateAccessToken",
                List.of(
                        url -> oauth(url).login(redirect),
                        url -> oauth(url).loginAsync(redirect + "&state=st", "st"),
                        url -> oauth(url).loginWithCodeAsync("z3")),
                "refreshToken",
                List.of(
                        url -> oauth(url).restore(oauth).refresh(),
                        url -> oauth(url).restore(oauth).refreshAsync()),
                "requestToken",
                List.of(
                        url -> flattrade(url).login(redirect),
                        url -> flattrade(url).loginAsync(redirect + "&state=st", "st"),
                        url -> flattrade(url).loginWithCodeAsync("z3")));
    }

    private static String run(Runnable call) {
        call.run();
        return "done";
    }

    @TestFactory
    Stream<DynamicContainer> everyResponseHasItsOutcome(Mocks mocks) {
        Gateway mock = mocks.of("noren");
        NorenSession quickAuth = quickAuth(mock.url(200, "success")).login("VIDYA", "s3cur3Id", "123456");
        NorenSession oauth = oauth(mock.url(200, "successWithProfile")).loginWithCode("z3");
        Map<String, List<Function<String, Object>>> calls = calls(quickAuth.save(), oauth.save());
        return Spec.of("noren").operations().stream().map(operation -> {
            assertThat(calls).containsKey(operation.id());
            return dynamicContainer(
                    operation.id(),
                    operation.examples().stream()
                            .map(example -> dynamicTest(
                                    example.status() + " " + example.name(),
                                    () -> calls.get(operation.id())
                                            .forEach(call -> check(
                                                    example, call, mock.url(example.status(), example.name()))))));
        });
    }

    private static void check(Example example, Function<String, Object> call, String url) {
        Throwable thrown = catchThrowable(() -> {
            if (call.apply(url) instanceof CompletableFuture<?> future) {
                future.join();
            }
        });
        Throwable failure = thrown instanceof CompletionException async ? async.getCause() : thrown;
        if (example.reason() != null) {
            assertThat(failure).isInstanceOfSatisfying(Rejected.class, rejected -> {
                assertThat(rejected.reason()).isEqualTo(Reason.valueOf(example.reason()));
                assertThat(rejected.status()).isEqualTo(example.status());
                assertThat(rejected.code()).isEmpty();
                assertThat(rejected.brokerMessage()).isEqualTo(message(example.value()));
                assertThat(rejected)
                        .hasMessageContaining(Objects.requireNonNullElse(rejected.brokerMessage(), "gave no reason"))
                        .hasMessageEndingWith(rejected.suggestedAction());
            });
        } else if (example.value() instanceof Map) {
            assertThat(failure).isNull();
        } else {
            assertThat(failure).isInstanceOfSatisfying(Unexpected.class, unexpected -> {
                assertThat(unexpected.status()).isEqualTo(example.status());
                assertThat(unexpected.responseSummary())
                        .startsWith("text/html, ")
                        .contains("title \"" + example.status());
                assertThat(unexpected.responseBody()).isEqualTo(example.value());
            });
        }
    }

    /** Returns the message of a rejection, or null for a page of HTML. */
    private static Object message(Object response) {
        if (!(response instanceof Map<?, ?> fields)) {
            return null;
        }
        return fields.containsKey("spasswordreset")
                ? "spasswordreset: Y"
                : Stream.of("emsg", "errmsg", "ReqStatus")
                        .filter(fields::containsKey)
                        .<Object>map(fields::get)
                        .findFirst()
                        .orElse(null);
    }

    /** The supplier is called when the connection is established. */
    @Test
    void rejectsASupplierWithoutAOneTimePassword() {
        NorenClient noren = quickAuth(broker.url("/").toString());

        assertThatThrownBy(() -> noren.login("VIDYA", "s3cret", () -> null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("oneTimePassword is required")
                .hasMessageNotContaining("s3cret");
        assertThat(broker.getRequestCount()).isZero();
    }

    private static NorenClient quickAuth(String url) {
        return NorenClient.builder()
                .baseUrl(url)
                .httpClient(TestHttpClient.INSTANCE)
                .vendorCode("DEMO_VC")
                .apiKey("12be8cef3b1758f5")
                .deviceId("134243434")
                .build();
    }

    private static NorenOauthClient oauth(String url) {
        return NorenOauthClient.builder()
                .baseUrl(url)
                .loginPage("https://broker.example/authorize")
                .httpClient(TestHttpClient.INSTANCE)
                .clientId("ABC123")
                .secret("x1y2")
                .userId("VIDYA")
                .redirectUrl(REDIRECT)
                .build();
    }

    private static FlattradeClient flattrade(String url) {
        return FlattradeClient.builder()
                .tokenUrl(url)
                .httpClient(TestHttpClient.INSTANCE)
                .apiKey("ABC123")
                .apiSecret("x1y2")
                .redirectUrl(REDIRECT)
                .build();
    }
}
