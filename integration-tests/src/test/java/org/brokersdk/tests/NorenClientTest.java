package org.brokersdk.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.brokersdk.core.BrokerException.Rejected;
import org.brokersdk.core.BrokerException.Unexpected;
import org.brokersdk.core.BrokerException;
import org.brokersdk.core.Reason;
import org.brokersdk.mocks.Mocks;
import org.brokersdk.mocks.Operation.Example;
import org.brokersdk.mocks.Operation;
import org.brokersdk.mocks.Spec;
import org.brokersdk.noren.NorenClient;
import org.brokersdk.noren.NorenSession;
import org.brokersdk.noren.api.Product;
import org.brokersdk.noren.api.UserDetailsResponse;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/** Every answer that the spec shows becomes an outcome with a type, blocking and not. */
@ExtendWith(PrismExtension.class)
class NorenClientTest {

    private record Way(Function<Target, Object> blocking, Function<Target, CompletableFuture<?>> async) {}

    /** A client that is answered one example, and a session of it that another answer has brought. */
    private record Target(NorenClient noren, String saved) {

        NorenSession session() {
            return noren.restore(saved);
        }
    }

    private static final Map<String, Way> WAYS = Map.of(
            "quickAuth",
            new Way(
                    to -> to.noren().login("VIDYA", "s3cur3Id", "123456"),
                    to -> to.noren().loginAsync("VIDYA", "s3cur3Id", () -> "123456")),
            "changePassword",
            new Way(
                    to -> to.noren().changePassword("VIDYA", "s3cur3Id", "n3wS3cur3Id"),
                    to -> to.noren().changePasswordAsync("VIDYA", "s3cur3Id", "n3wS3cur3Id")),
            "forgotPassword",
            new Way(
                    to -> {
                        to.noren().forgotPassword("VIDYA", "ABCDE1234F", "01-01-1990");
                        return null;
                    },
                    to -> to.noren().forgotPasswordAsync("VIDYA", "ABCDE1234F", "01-01-1990")),
            "requestOtp",
            new Way(
                    to -> to.noren().requestOtp("VIDYA", "ABCDE1234F"),
                    to -> to.noren().requestOtpAsync("VIDYA", "ABCDE1234F")),
            "resetPassword",
            new Way(
                    to -> to.noren().resetPassword("VIDYA", "n3wS3cur3Id", "123456"),
                    to -> to.noren().resetPasswordAsync("VIDYA", "n3wS3cur3Id", "123456")),
            "userDetails",
            new Way(to -> to.session().details(), to -> to.session().detailsAsync()),
            "logout",
            new Way(
                    to -> {
                        to.session().logout();
                        return null;
                    },
                    to -> to.session().logoutAsync()));

    @TestFactory
    Stream<DynamicContainer> everyAnswerHasItsOutcome(Mocks mocks) {
        String saved = login(mocks, "success").save();
        Stream<Operation> operations = Spec.of("noren").operations().stream()
                .filter(operation -> operation.node().get("tags").equals(List.of("Noren")));
        return operations.map(operation -> {
            Way way = WAYS.get(operation.id());
            assertThat(way).as("a way to call %s", operation.id()).isNotNull();
            return dynamicContainer(
                    operation.id(), operation.examples().stream().flatMap(example -> {
                        String name = example.status() + " " + example.name();
                        Target target =
                                new Target(client(mocks.of("noren").url(example.status(), example.name())), saved);
                        return Stream.of(
                                dynamicTest(
                                        name,
                                        () -> check(
                                                example, () -> way.blocking().apply(target))),
                                dynamicTest(
                                        name + ", async",
                                        () -> check(
                                                example,
                                                () -> way.async().apply(target).join())));
                    }));
        });
    }

    @Test
    void loginTellsWhoSinceWhenAndWithWhatKey(Mocks mocks) {
        Instant before = Instant.now();

        NorenSession session = login(mocks, "success");

        assertThat(session.userId()).isEqualTo("VIDYA");
        assertThat(session.accountId()).isEqualTo("VIDYA");
        assertThat(session.createdAt()).isBetween(before, Instant.now());
        assertThat(session.lastAccess()).contains(Instant.parse("2020-05-19T14:48:47Z"));
        assertThat(session.key()).isEqualTo("3b97f4c67762259a9ded6dbd7bfafe2787e662b3870422ddd343a59895f423a0");
    }

    @Test
    void loginBringsTheProfile(Mocks mocks) {
        NorenSession session = login(mocks, "successWithProfile");

        assertThat(session.response().email()).isEqualTo("demo@example.com");
        assertThat(session.response().exarr()).containsExactly("NSE", "BSE", "NFO");
        assertThat(session.response().prarr()).extracting(Product::sPrdtAli).containsExactly("CNC", "MIS");
    }

    @Test
    void loginThatDemandsAnotherPasswordSaysSo(Mocks mocks) {
        Throwable refusal = catchThrowable(() -> login(mocks, "passwordResetDue"));

        assertThat(refusal)
                .isInstanceOf(Rejected.class)
                .hasMessageContaining("spasswordreset: Y")
                .hasMessageContaining("Change the password");
    }

    @Test
    void lapsedApiKeyIsNamedAsTheUsualCause(Mocks mocks) {
        NorenClient noren = client(mocks.of("noren").url(400, "invalidVendorCode"));

        assertThat(catchThrowable(() -> noren.login("VIDYA", "s3cur3Id", "123456")))
                .hasMessageContaining("Invalid Vendor code")
                .hasMessageContaining("lapsed");
    }

    @Test
    void changedPasswordBringsTheMessageForTheUser(Mocks mocks) {
        NorenClient noren = client(mocks.of("noren").url(200, "successWithMessage"));

        assertThat(noren.changePassword("VIDYA", "s3cur3Id", "n3wS3cur3Id").dmsg())
                .isEqualTo("Demo message of the day");
    }

    @Test
    void requestedOneTimePasswordBringsTheWordsOfTheBroker(Mocks mocks) {
        NorenClient noren = client(mocks.of("noren").url(200, "success"));

        assertThat(noren.requestOtp("VIDYA", "ABCDE1234F").reqStatus()).isEqualTo("OTP generation success");
        assertThat(noren.resetPassword("VIDYA", "n3wS3cur3Id", "123456").reqStatus())
                .isEqualTo("Password reset success");
    }

    @Test
    void detailsTellWhoIsLoggedIn(Mocks mocks) {
        UserDetailsResponse details = login(mocks, "success").details();

        assertThat(details.uname()).isEqualTo("VIDYA DEMO");
        assertThat(details.uprev()).isEqualTo("INVESTOR");
        assertThat(details.mNum()).isEqualTo("9000000000");
        assertThat(details.accessType()).containsExactly("API", "WEB");
    }

    private static void check(Example example, ThrowingCallable call) {
        Throwable thrown = catchThrowable(call);
        Throwable failure = thrown instanceof CompletionException async ? async.getCause() : thrown;
        if (!(example.value() instanceof Map<?, ?> answer)) {
            assertThat(failure).isInstanceOf(Unexpected.class);
            assertThat(((Unexpected) failure).status()).isEqualTo(example.status());
            assertThat(((Unexpected) failure).responseSummary())
                    .startsWith("text/html, ")
                    .contains("title \"" + example.status());
            assertThat(((Unexpected) failure).responseBody()).isEqualTo(example.value());
        } else if (example.reason() == null) {
            assertThat(failure).isNull();
        } else {
            assertThat(failure).isInstanceOf(Rejected.class).isInstanceOf(BrokerException.class);
            Rejected refusal = (Rejected) failure;
            assertThat(refusal.reason()).isEqualTo(Reason.valueOf(example.reason()));
            assertThat(refusal.status()).isEqualTo(example.status());
            assertThat(refusal.code()).isEmpty();
            assertThat(refusal.brokerMessage())
                    .isEqualTo(
                            answer.containsKey("spasswordreset")
                                    ? "spasswordreset: Y"
                                    : answer.containsKey("emsg") ? answer.get("emsg") : answer.get("ReqStatus"));
            assertThat(refusal).hasMessageContaining(refusal.brokerMessage()).hasMessageEndingWith(refusal.suggestedAction());
        }
    }

    private static NorenSession login(Mocks mocks, String example) {
        return client(mocks.of("noren").url(200, example)).login("VIDYA", "s3cur3Id", "123456");
    }

    private static NorenClient client(String url) {
        return NorenClient.builder()
                .baseUrl(url)
                .httpClient(Prefer.NOTHING)
                .vendorCode("DEMO_VC")
                .apiKey("12be8cef3b1758f5")
                .deviceId("134243434")
                .build();
    }
}
