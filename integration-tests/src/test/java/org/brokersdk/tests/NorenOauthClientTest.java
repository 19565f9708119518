package org.brokersdk.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.brokersdk.core.BrokerException.Rejected;
import org.brokersdk.core.BrokerException.Unexpected;
import org.brokersdk.core.Reason;
import org.brokersdk.mocks.Mocks;
import org.brokersdk.mocks.Operation.Example;
import org.brokersdk.mocks.Operation;
import org.brokersdk.mocks.Spec;
import org.brokersdk.noren.NorenOauthClient;
import org.brokersdk.noren.NorenSession;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/** Every answer to the OAuth exchange becomes an outcome with a type, and no wrong redirect gets as far as that. */
@ExtendWith(PrismExtension.class)
class NorenOauthClientTest {

    private static final String REDIRECT = "http://127.0.0.1:8080/login";

    @TestFactory
    Stream<DynamicTest> everyAnswerHasItsOutcome(Mocks mocks) {
        Operation operation = Spec.of("noren").operations().stream()
                .filter(candidate -> candidate.id().equals("generateAccessToken"))
                .findFirst()
                .orElseThrow();
        return operation.examples().stream().flatMap(example -> {
            String name = example.status() + " " + example.name();
            NorenOauthClient noren = client(mocks.of("noren").url(example.status(), example.name()));
            return Stream.of(
                    dynamicTest(name, () -> check(example, () -> noren.login(REDIRECT + "?code=z3"))),
                    dynamicTest(
                            name + ", with state, async",
                            () -> check(
                                    example,
                                    () -> noren.loginAsync(REDIRECT + "?code=z3&state=st", "st")
                                            .join())),
                    dynamicTest(
                            name + ", with code, async",
                            () -> check(
                                    example,
                                    () -> noren.loginWithCodeAsync("z3").join())));
        });
    }

    @Test
    void loginBringsTheProfile(Mocks mocks) {
        NorenSession session =
                client(mocks.of("noren").url(200, "successWithProfile")).login(REDIRECT + "?code=z3");

        assertThat(session.userId()).isEqualTo("VIDYA");
        assertThat(session.accountId()).isEqualTo("VIDYA1");
        assertThat(session.response().email()).isEqualTo("demo@example.com");
        assertThat(session.response().exarr()).containsExactly("NSE", "BSE", "NFO");
        assertThat(session.lastAccess()).isPresent();
    }

    @Test
    void loginUrlHoldsTheClientIdAndTheState() {
        NorenOauthClient noren = builder()
                .clientId("A&B")
                .loginPage("https://broker.example/oauth?a=b")
                .build();

        assertThat(noren.loginUrl()).isEqualTo("https://broker.example/oauth?a=b&client_id=A%26B");
        assertThat(noren.loginUrl("s t")).isEqualTo("https://broker.example/oauth?a=b&client_id=A%26B&state=s%20t");
    }

    @TestFactory
    Stream<DynamicTest> wrongRedirectsAreRefusedBeforeAnythingIsSent() {
        return Stream.of(
                refused("redirect must be the whole URL", noren -> noren.login(null)),
                refused("redirect must be the whole URL", noren -> noren.login("s3cret")),
                refused("redirect must come to", noren -> noren.login("http://evil.example:8080/login?code=s3cret")),
                refused("redirect must come to", noren -> noren.login("https://127.0.0.1:8080/login?code=s3cret")),
                refused("redirect must come to", noren -> noren.login("http://127.0.0.1:8081/login?code=s3cret")),
                refused("redirect must come to", noren -> noren.login("http://127.0.0.1:8080/other?code=s3cret")),
                refused("redirect must come to", noren -> noren.loginAsync("http://evil.example/?code=s3cret")),
                refused("redirect has no code", noren -> noren.login(REDIRECT + "?error=s3cret")),
                refused("redirect has no code", noren -> noren.login(REDIRECT + "?code=")),
                refused("redirect must have one code", noren -> noren.login(REDIRECT + "?code=s3cret&code=s3cret2")),
                refused("redirect must bring back the state", noren -> noren.login(REDIRECT + "?code=s3cret", "st")),
                refused(
                        "redirect must bring back the state",
                        noren -> noren.loginAsync(REDIRECT + "?code=s3cret&state=ST", "st")),
                refused("state is required", noren -> noren.login(REDIRECT + "?code=s3cret", null)),
                refused("state must not be blank", noren -> noren.loginUrl(" ")),
                refused("code is required", noren -> noren.loginWithCode(null)),
                refused("code must not be blank", noren -> noren.loginWithCodeAsync(" ")),
                refused("saved must be what", noren -> noren.restore("s3cret")));
    }

    @TestFactory
    Stream<DynamicTest> noClientIsMadeFromBadSettings() {
        return Stream.of(
                unbuilt("loginPage must be a URL", settings -> settings.loginPage(null)),
                unbuilt("loginPage must begin with https", settings -> settings.loginPage("http://s3cret.a/")),
                unbuilt("clientId is required", settings -> settings.clientId(null)),
                unbuilt("secret must not be blank", settings -> settings.secret(" ")),
                unbuilt("userId is required", settings -> settings.userId(null)),
                unbuilt("redirectUrl must be a URL", settings -> settings.redirectUrl("s3cret")));
    }

    @Test
    void brokerIsAskedFor() {
        assertThatThrownBy(NorenOauthClient.builder()::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("broker, or baseUrl and loginPage, is required");
    }

    private static DynamicTest refused(String rule, Consumer<NorenOauthClient> call) {
        return dynamicTest(rule, () -> {
            // Nobody listens at that port, so that sending would be Unreachable.
            try (NorenOauthClient noren = builder().build()) {
                assertThatThrownBy(() -> call.accept(noren))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining(rule)
                        .hasMessageNotContaining("s3cret");
            }
        });
    }

    private static DynamicTest unbuilt(String rule, UnaryOperator<NorenOauthClient.Builder> change) {
        return dynamicTest(
                rule,
                () -> assertThatThrownBy(() -> change.apply(builder()).build())
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining(rule)
                        .hasMessageNotContaining("s3cret"));
    }

    private static void check(Example example, ThrowingCallable call) {
        Throwable thrown = catchThrowable(call);
        Throwable failure = thrown instanceof CompletionException async ? async.getCause() : thrown;
        if (!(example.value() instanceof Map<?, ?> answer)) {
            assertThat(failure).isInstanceOf(Unexpected.class);
            assertThat(((Unexpected) failure).status()).isEqualTo(example.status());
        } else if (example.reason() == null) {
            assertThat(failure).isNull();
        } else {
            assertThat(failure).isInstanceOf(Rejected.class);
            Rejected refusal = (Rejected) failure;
            assertThat(refusal.reason()).isEqualTo(Reason.valueOf(example.reason()));
            assertThat(refusal.status()).isEqualTo(example.status());
            assertThat(refusal.brokerMessage()).isEqualTo(answer.get("emsg"));
        }
    }

    private static NorenOauthClient client(String url) {
        return builder().baseUrl(url).httpClient(Prefer.NOTHING).build();
    }

    private static NorenOauthClient.Builder builder() {
        return NorenOauthClient.builder()
                .baseUrl("http://127.0.0.1:1")
                .loginPage("https://broker.example/authorize")
                .clientId("ABC123")
                .secret("x1y2")
                .userId("VIDYA")
                .redirectUrl(REDIRECT);
    }
}
