package org.brokersdk.tests.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.google.gson.Gson;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.brokersdk.core.BrokerException.Rejected;
import org.brokersdk.core.ClientBuilder;
import org.brokersdk.core.Reason;
import org.brokersdk.core.Session;
import org.brokersdk.mocks.Operation;
import org.brokersdk.mocks.Operation.Example;
import org.brokersdk.mocks.Spec;
import org.brokersdk.tests.EverySdk;
import org.brokersdk.tests.Sdk;
import org.brokersdk.tests.Server;
import org.junit.jupiter.api.Timeout;

/**
 * A response notifies the listener of ended sessions if the spec says that the session ended, and no other response
 * does.
 */
@Timeout(120)
class SessionEndTest {

    /** Methods of sessions that ask the broker something. */
    private static final List<String> METHODS = List.of("clientIp", "profile", "details", "registerToken");

    private static final List<String> OTHER_REASONS = List.of("ADDRESS_REFUSED", "QUOTA_EXCEEDED");

    private final List<Session> endedSessions = new CopyOnWriteArrayList<>();

    private final List<Rejected> causes = new CopyOnWriteArrayList<>();

    /** Response that the server sends next. */
    private final AtomicReference<byte[]> response = new AtomicReference<>();

    @EverySdk
    void eachResponseToACallOfTheProgramCounts(Sdk sdk) throws Exception {
        try (Server server = Server.responding(request -> response.get())) {
            ClientBuilder<?, ?> builder = sdk.builderAt(server.url());
            Session session = logIn(sdk, builder);
            for (Example example : examples(sdk)) {
                String body = text(example);
                response.set(Server.response(example.status(), example.mediaType(), body));
                Session restored = sdk.restore(builder.build(), session.save());
                endedSessions.clear();

                assertThat(order(restored, server.url())).isEqualTo(body);
                assertThat(endedSessions)
                        .as("%s %s", example.status(), example.name())
                        .isEqualTo(ended(example) ? List.of(restored) : List.of());
            }
            assertThat(causes).isNotEmpty().allSatisfy(cause -> {
                assertThat(cause.reason()).isEqualTo(Reason.SESSION_EXPIRED);
                assertThat(cause.toString()).doesNotContain("t0ken").doesNotContain(sdk.secrets());
            });
        }
    }

    /** A broker may refuse an address, or too many calls, with the HTTP status of a session that ended. */
    @EverySdk
    void refusalForAnotherReasonDoesNotCount(Sdk sdk) throws Exception {
        try (Server server = Server.responding(request -> response.get())) {
            Session session = logIn(sdk, sdk.builderAt(server.url()));
            for (Operation operation : Spec.of(sdk.broker()).operations()) {
                for (Example example : operation.examples()) {
                    if (OTHER_REASONS.contains(String.valueOf(example.reason()))
                            && example.mediaType().equals("application/json")
                            && operation.api().equals(sessionOperation(sdk).api())) {
                        response.set(Server.json(403, text(example)));
                        order(session, server.url());
                        assertThat(causes)
                                .as("%s %s", operation.id(), example.name())
                                .isEmpty();
                    }
                }
            }
        }
    }

    /** An order whose text contains each message of an ended session is a success. */
    @EverySdk
    void wordsInASuccessDoNotCount(Sdk sdk) throws Exception {
        try (Server server = Server.responding(request -> response.get())) {
            Session session = logIn(sdk, sdk.builderAt(server.url()));
            for (Example ended :
                    examples(sdk).stream().filter(SessionEndTest::ended).toList()) {
                String order = "{\"id\":\"26112000001\",\"status\":\"success\",\"stat\":\"Ok\",\"remarks\":"
                        + new Gson().toJson(text(ended)) + "}";
                order =
                        "{\"stat\":\"Ok\",\"status\":\"Ok\",\"head\":{\"status\":\"0\"},\"body\":{\"Status\":0,\"order\":"
                                + order + "},\"data\":[" + order + "],\"result\":" + order + "}";
                response.set(Server.json(200, order));

                assertThat(order(session, server.url())).isEqualTo(order);
            }
            assertThat(endedSessions).isEmpty();
        }
    }

    @EverySdk
    void methodsOfTheSessionCount(Sdk sdk) throws Exception {
        try (Server server = Server.responding(request -> response.get())) {
            ClientBuilder<?, ?> builder = sdk.builderAt(server.url());
            Session session = logIn(sdk, builder);
            Example ended = examples(sdk).stream()
                    .filter(SessionEndTest::ended)
                    .findFirst()
                    .orElseThrow();
            for (String method : METHODS) {
                if (Stream.of(session.getClass().getMethods())
                        .noneMatch(candidate -> candidate.getName().equals(method))) {
                    continue;
                }
                response.set(Server.response(ended.status(), ended.mediaType(), text(ended)));
                Session restored = sdk.restore(builder.build(), session.save());
                endedSessions.clear();

                Throwable failure = catchThrowable(() -> Sdk.call(restored, method));
                if (failure instanceof IllegalStateException) {
                    continue; // A partner has no token to register.
                }
                assertThat(failure).isInstanceOf(Rejected.class);
                assertThat(endedSessions).as(method).containsExactly(restored);
            }
        }
    }

    private Session logIn(Sdk sdk, ClientBuilder<?, ?> builder) {
        builder.onSessionEnded((session, cause) -> {
            endedSessions.add(session);
            causes.add(cause);
        });
        // The listener runs before the call returns, so that the test need not wait.
        builder.callContext(executor -> Runnable::run);
        response.set(sdk.response(0, "t0ken"));
        Object login = sdk.login(builder.build()).blocking().get();
        response.set(sdk.response(sdk.steps() - 1, "t0ken"));
        return sdk.session(login);
    }

    private static List<Example> examples(Sdk sdk) {
        return sessionOperation(sdk).examples();
    }

    private static Operation sessionOperation(Sdk sdk) {
        return Spec.of(sdk.broker()).operations().stream()
                .filter(operation -> operation.id().equals(sdk.sessionOperation()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("The spec of " + sdk.broker() + " has no operation "
                        + sdk.sessionOperation() + ". Override sessionOperation() of " + sdk));
    }

    private static boolean ended(Example example) {
        return Reason.SESSION_EXPIRED.name().equals(example.reason());
    }

    private static String text(Example example) {
        return example.mediaType().equals("application/json")
                ? new Gson().toJson(example.value())
                : String.valueOf(example.value());
    }

    private static String order(Session session, String url) throws IOException {
        RequestBody order = RequestBody.create("jData={}", MediaType.get("application/x-www-form-urlencoded"));
        Request request = new Request.Builder().url(url + "/orders").post(order).build();
        try (Response response =
                session.httpClient(new OkHttpClient()).newCall(request).execute()) {
            return response.body().string();
        }
    }
}
