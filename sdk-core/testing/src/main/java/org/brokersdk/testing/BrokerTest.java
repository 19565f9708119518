package org.brokersdk.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.brokersdk.core.BrokerException.Rejected;
import org.brokersdk.core.BrokerException.Unexpected;
import org.brokersdk.core.ClientBuilder;
import org.brokersdk.core.Reason;
import org.brokersdk.core.Session;
import org.brokersdk.testing.FakeBroker.RecordedRequest;

/** Base class of the unit tests of clients and sessions. JSON in these tests is written with single quotes. */
public abstract class BrokerTest {

    /** Parts of every secret in these tests. */
    private static final String[] SECRETS = {"s3", "a6872c"};

    protected final FakeBroker broker = new FakeBroker();

    protected static String json(String json) {
        return json.replace('\'', '"');
    }

    protected final void respond(String json, String... headers) {
        respond(200, json, headers);
    }

    protected final void respond(int status, String json, String... headers) {
        broker.enqueue(status, json(json), headers);
    }

    /** Takes a request and checks its method and URL. */
    protected final RecordedRequest takeRequest(String methodAndUrl) {
        RecordedRequest request = broker.takeRequest();
        assertThat(request.method() + " " + request.url()).isEqualTo(methodAndUrl);
        return request;
    }

    /** Takes all requests, and returns the result of the calls that sent them. */
    protected final <T> T takeRequests(T result) {
        while (broker.requestCount() > 0) {
            broker.takeRequest();
        }
        return result;
    }

    /** Checks that input is rejected by a message without its value, and that nothing is sent. */
    protected final void assertInvalid(String message, ThrowingCallable call) {
        int requests = broker.requestCount();
        assertThatThrownBy(call)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message)
                .hasMessageNotContainingAny(SECRETS)
                .hasNoCause();
        assertThat(broker.requestCount()).isEqualTo(requests);
    }

    protected final void assertInvalid(String message, ClientBuilder<?, ?> settings) {
        assertInvalid(message, settings::build);
    }

    protected static Rejected assertRejected(
            int status, Reason reason, String code, String brokerMessage, ThrowingCallable call) {
        Rejected rejected = catchThrowableOfType(Rejected.class, call);
        assertThat(rejected.status()).isEqualTo(status);
        assertThat(rejected.reason()).isEqualTo(reason);
        assertThat(rejected.code().orElse(null)).isEqualTo(code);
        assertThat(rejected.brokerMessage()).isEqualTo(brokerMessage);
        assertThat(rejected).hasMessageNotContainingAny(SECRETS);
        return rejected;
    }

    protected static Unexpected assertUnexpected(int status, ThrowingCallable call) {
        Unexpected unexpected = catchThrowableOfType(Unexpected.class, call);
        assertThat(unexpected.status()).isEqualTo(status);
        assertThat(unexpected).hasMessageContaining("HTTP " + status).hasMessageNotContainingAny(SECRETS);
        return unexpected;
    }

    /** Checks that a session is the same after it was saved and restored. */
    protected static void assertRestored(Session session, Session restored) {
        assertThat(session.save()).doesNotContain("\n");
        assertThat(restored.save()).isEqualTo(session.save());
        assertThat(restored.toString()).isEqualTo(session.toString());
        assertThat(restored.userId()).isEqualTo(session.userId());
        assertThat(restored.createdAt()).isEqualTo(session.createdAt());
        assertThat(restored.headers()).isEqualTo(session.headers());
    }
}
