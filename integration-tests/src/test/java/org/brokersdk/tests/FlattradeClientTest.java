package org.brokersdk.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.junit5.StartStop;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.brokersdk.core.BrokerException.Rejected;
import org.brokersdk.core.BrokerException.Unexpected;
import org.brokersdk.core.Reason;
import org.brokersdk.mocks.Mocks;
import org.brokersdk.mocks.Operation.Example;
import org.brokersdk.mocks.Operation;
import org.brokersdk.mocks.Spec;
import org.brokersdk.noren.FlattradeClient;
import org.brokersdk.noren.NorenLogin;
import org.brokersdk.noren.NorenSession;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Flattrade: its own exchange, in JSON and with another order of what is hashed, and the same session as any Noren. */
@ExtendWith(PrismExtension.class)
class FlattradeClientTest {

    private static final String REDIRECT = "http://127.0.0.1:8080/login";
    private static final String BACK = REDIRECT + "?code=z3&client=FT00001";
    private static final String LOGGED_IN = "{\"token\":\"t0ken\",\"client\":\"FT00001\",\"status\":\"Ok\"}";

    @StartStop
    private final MockWebServer server = new MockWebServer();

    @TestFactory
    Stream<DynamicTest> everyAnswerHasItsOutcome(Mocks mocks) {
        Operation operation = Spec.of("noren").operations().stream()
                .filter(candidate -> candidate.id().equals("requestToken"))
                .findFirst()
                .orElseThrow();
        return operation.examples().stream().flatMap(example -> {
            String name = example.status() + " " + example.name();
            FlattradeClient flattrade = builder()
                    .tokenUrl(mocks.of("noren").url(example.status(), example.name()))
                    .build();
            return Stream.of(
                    dynamicTest(name, () -> check(example, () -> flattrade.login(BACK))),
                    dynamicTest(
                            name + ", with state, async",
                            () -> check(
                                    example,
                                    () -> flattrade
                                            .loginAsync(BACK + "&state=st", "st")
                                            .join())),
                    dynamicTest(
                            name + ", with code, async",
                            () -> check(
                                    example,
                                    () -> flattrade.loginWithCodeAsync("z3").join())));
        });
    }

    @Test
    void exchangeSendsJsonWithTheCodeInTheMiddleOfTheHash() throws Exception {
        server.enqueue(answer(LOGGED_IN));

        client().login(BACK);

        RecordedRequest request = server.takeRequest();
        assertThat(request.getTarget()).isEqualTo("/auth/trade/apitoken");
        assertThat(request.getHeaders().get("Content-Type")).startsWith("application/json");
        assertThat(request.getBody().utf8())
                .isEqualTo("{\"api_key\":\"ABC123\",\"request_code\":\"z3\",\"api_secret\":\""
                        // SHA-256 of ABC123z3x1y2
                        + "ea4db0b548df1fb77dcfb9a7b6b5a0944cd91ea4c468379dadc7c642df239940\"}");
    }

    @Test
    void sessionSendsItsKeyToTheOtherHost() throws Exception {
        NorenSession session = login(LOGGED_IN);
        server.enqueue(answer("{\"stat\":\"Ok\"}"));
        server.enqueue(answer("{\"stat\":\"Ok\"}"));

        session.details();
        session.logout();

        RecordedRequest details = server.takeRequest();
        assertThat(details.getTarget()).isEqualTo("/api/UserDetails");
        assertThat(details.getHeaders().get("Authorization")).isNull();
        assertThat(details.getBody().utf8()).isEqualTo("jData={\"uid\":\"FT00001\"}&jKey=t0ken");
        RecordedRequest logout = server.takeRequest();
        assertThat(logout.getTarget()).isEqualTo("/api/Logout");
        assertThat(logout.getBody().utf8()).isEqualTo("jData={\"uid\":\"FT00001\"}&jKey=t0ken");
    }

    @Test
    void sessionTellsWhatLaterCallsNeed() throws Exception {
        NorenSession session = login(LOGGED_IN);

        assertThat(session.login()).isEqualTo(NorenLogin.FLATTRADE);
        assertThat(session.userId()).isEqualTo("FT00001");
        assertThat(session.headers()).isEmpty();
        assertThat(session.form()).hasSize(1).containsEntry("jKey", "t0ken");
        assertThat(session.webSocket()).containsEntry("t", "a").containsEntry("accesstoken", "t0ken");
        assertThat(session.refreshToken()).isEmpty();
        assertThat(session.toString()).contains("userId=FT00001", "token=***").doesNotContain("t0ken");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-05-18T23:29:59Z,2026-05-18T23:30:00Z",
        "2026-05-18T23:30:00Z,2026-05-19T23:30:00Z",
        "2026-05-18T23:30:01Z,2026-05-19T23:30:00Z",
        "2026-05-19T12:00:00Z,2026-05-19T23:30:00Z",
        "2026-12-31T20:00:00Z,2026-12-31T23:30:00Z"
    })
    void sessionEndsAtFiveInIndia(String since, Instant until) throws Exception {
        NorenSession session = login(LOGGED_IN);

        NorenSession restored =
                client().restore(session.save().replace(session.createdAt().toString(), since));

        assertThat(restored.expiresAt()).contains(until);
        assertThat(restored.form()).isEqualTo(session.form());
        assertThat(session.expiresAt().orElseThrow())
                .isAfter(session.createdAt())
                .isBeforeOrEqualTo(session.createdAt().plusSeconds(86400));
    }

    @Test
    void clientIsWhomTheAnswerNamesOrElseTheRedirect() throws Exception {
        assertThat(login("{\"token\":\"t0ken\",\"stat\":\"Ok\"}").userId()).isEqualTo("FT00001");
        server.enqueue(answer(LOGGED_IN));
        assertThat(client().loginWithCode("z3").userId()).isEqualTo("FT00001");
        server.enqueue(answer("{\"token\":\"t0ken\",\"stat\":\"Ok\"}"));
        assertThat(catchThrowable(() -> client().loginWithCode("z3"))).isInstanceOf(Unexpected.class);
    }

    @Test
    void tamperedClientIsNoSession() {
        Unexpected failure = catchThrowableOfType(
                Unexpected.class, () -> login("{\"token\":\"t0ken\",\"client\":\"FT00002\",\"stat\":\"Ok\"}"));

        assertThat(failure).hasMessageContaining("another user").hasMessageNotContaining("t0ken");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "{\"stat\":\"Ok\"}",
                "{\"token\":\"s3cret\",\"client\":\"FT00001\"}",
                "{\"token\":\"s3cret\",\"client\":\"FT00001\",\"stat\":\"Maybe\"}",
                "{\"token\":\"s3&cret\",\"client\":\"FT00001\",\"stat\":\"Ok\"}"
            })
    void whatBringsNoUsableTokenIsNoSession(String answer) {
        assertThat(catchThrowableOfType(Unexpected.class, () -> login(answer))).hasMessageNotContaining("s3c");
    }

    @Test
    void refusalWithWordsAlone() {
        Rejected refusal = catchThrowableOfType(Rejected.class, () -> login("{\"emsg\":\"Invalid Input : Blocked\"}"));

        assertThat(refusal.reason()).isEqualTo(Reason.BLOCKED);
    }

    @Test
    void loginUrlHoldsTheApiKeyAndTheState() {
        FlattradeClient flattrade = FlattradeClient.builder()
                .apiKey("ABC123")
                .apiSecret("x1y2")
                .redirectUrl(REDIRECT)
                .build();

        assertThat(flattrade.loginUrl()).isEqualTo("https://auth.flattrade.in/?app_key=ABC123");
        assertThat(flattrade.loginUrl("st")).isEqualTo("https://auth.flattrade.in/?app_key=ABC123&state=st");
    }

    @TestFactory
    Stream<DynamicTest> wrongRedirectsAreRefusedBeforeAnythingIsSent() {
        return Stream.of(
                refused("redirect must be the whole URL", flattrade -> flattrade.login(null)),
                refused("redirect must come to", flattrade -> flattrade.login("http://evil.example/login?code=s3cret")),
                refused("redirect has no code", flattrade -> flattrade.login(REDIRECT + "?client=FT00001")),
                refused(
                        "redirect must have one of",
                        flattrade -> flattrade.loginAsync(REDIRECT + "?code=s3cret&request_code=s3cret")),
                refused(
                        "redirect must have one client",
                        flattrade -> flattrade.login(REDIRECT + "?code=s3cret&client=FT1&client=FT2")),
                refused("redirect must bring back the state", flattrade -> flattrade.login(BACK, "st")),
                refused("state must not be blank", flattrade -> flattrade.loginAsync(BACK, " ")),
                refused("code is required", flattrade -> flattrade.loginWithCode(null)),
                refused("saved must be what", flattrade -> flattrade.restore("s3cret")));
    }

    @TestFactory
    Stream<DynamicTest> noClientIsMadeFromBadSettings() {
        return Stream.of(
                unbuilt("tokenUrl must begin with https", settings -> settings.tokenUrl("http://s3cret.example/")),
                unbuilt("loginPage must be a URL", settings -> settings.loginPage("s3cret")),
                unbuilt("apiKey is required", settings -> settings.apiKey(null)),
                unbuilt("apiSecret must not be blank", settings -> settings.apiSecret("")),
                unbuilt("redirectUrl must be a URL", settings -> settings.redirectUrl(null)));
    }

    private DynamicTest refused(String rule, Consumer<FlattradeClient> call) {
        return dynamicTest(rule, () -> {
            try (FlattradeClient flattrade = client()) {
                assertThatThrownBy(() -> call.accept(flattrade))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining(rule)
                        .hasMessageNotContaining("s3cret");
                assertThat(server.getRequestCount()).isZero();
            }
        });
    }

    private static DynamicTest unbuilt(String rule, UnaryOperator<FlattradeClient.Builder> change) {
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
            assertThat(((Rejected) failure).reason()).isEqualTo(Reason.valueOf(example.reason()));
            assertThat(((Rejected) failure).status()).isEqualTo(example.status());
            assertThat(((Rejected) failure).brokerMessage()).isEqualTo(answer.get("emsg"));
        }
    }

    /** Its document has another name for the code than its own client, and no client. */
    @Test
    void redirectOfTheDocument() throws Exception {
        server.enqueue(answer(LOGGED_IN));

        NorenSession session = client().login(REDIRECT + "?request_code=z3");

        assertThat(session.userId()).isEqualTo("FT00001");
        assertThat(server.takeRequest().getBody().utf8()).contains("\"request_code\":\"z3\"");
    }

    private NorenSession login(String answer) throws InterruptedException {
        server.enqueue(answer(answer));
        NorenSession session = client().login(BACK);
        server.takeRequest();
        return session;
    }

    private static MockResponse answer(String body) {
        return new MockResponse.Builder().body(body).build();
    }

    private FlattradeClient client() {
        return builder()
                .baseUrl(server.url("/api").toString())
                .tokenUrl(server.url("/auth").toString())
                .httpClient(Prefer.NOTHING)
                .build();
    }

    private static FlattradeClient.Builder builder() {
        return FlattradeClient.builder().apiKey("ABC123").apiSecret("x1y2").redirectUrl(REDIRECT);
    }
}
