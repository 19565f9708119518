package org.brokersdk.core.internal;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.Buffer;
import okio.BufferedSource;
import okio.ForwardingSource;
import okio.Okio;
import org.brokersdk.core.BrokerException.Rejected;
import org.brokersdk.core.Reason;
import org.brokersdk.core.Session;
import org.jspecify.annotations.Nullable;
import retrofit2.Invocation;

/**
 * Application interceptor that recognizes the end of a session in the responses to its calls, and notifies the program
 * once. It copies the beginning of each body while the program reads the body. So the program gets a response as soon
 * as without it.
 *
 * <p>It is an application interceptor, because a network interceptor sees compressed bodies.
 */
public final class SessionMonitor implements Interceptor {

    /** Maximum length of a body that is checked. A longer body is data. */
    static final int MAX_BODY = 8 << 10;

    /** Time for the rest of a failure that the program closes unread. */
    private static final long CLOSE_SECONDS = 1;

    private static final int SWITCHING_PROTOCOLS = 101;

    private final Transport transport;
    private final Session session;
    private final Supplier<ApiCall<?>> sessionCall;
    private final AtomicBoolean notified = new AtomicBoolean();
    private volatile boolean stopped;
    private volatile @Nullable ApiCall<?> call;

    /**
     * Creates a monitor.
     *
     * @param transport has the listener of the program
     * @param session the session
     * @param sessionCall returns a call of the session, whose rules also apply to the calls of the program
     */
    public SessionMonitor(Transport transport, Session session, Supplier<ApiCall<?>> sessionCall) {
        this.transport = transport;
        this.session = session;
        this.sessionCall = sessionCall;
    }

    /** Stops the monitor, because the program ends the session itself. */
    public void stop() {
        stopped = true;
    }

    /** Returns a request whose response says nothing about the session, as the request has no token of it. */
    public static Request ignore(Request request) {
        return request.newBuilder().tag(SessionMonitor.class, null).build();
    }

    /** Returns true if the program has a listener. */
    boolean hasListener() {
        return transport.sessionEndListener() != null;
    }

    private boolean isActive() {
        return hasListener() && !stopped && !notified.get();
    }

    /** Notifies the program if a response reports the end of the session. Throws nothing. */
    void check(ApiResponse response) {
        if (!isActive()) {
            return;
        }
        try {
            call().check(response);
        } catch (Rejected e) {
            if (e.reason() == Reason.SESSION_EXPIRED) {
                notifyListener(e);
            }
        } catch (RuntimeException e) {
            // The response reports something else.
        }
    }

    /** Returns the call of the session, which is built once. Building it creates a generated interface. */
    private ApiCall<?> call() {
        ApiCall<?> built = call;
        if (built == null) {
            built = sessionCall.get();
            call = built;
        }
        return built;
    }

    /** Notifies the program in a thread of its own, so that a listener may block or log in again. */
    private void notifyListener(Rejected cause) {
        BiConsumer<Session, Rejected> listener = transport.sessionEndListener();
        if (listener == null || notified.getAndSet(true)) {
            return;
        }
        try {
            transport.inContext(CallFuture.THREADS).execute(() -> {
                try {
                    // The program may have begun the logout meanwhile.
                    if (!stopped) {
                        listener.accept(session, cause);
                    }
                } catch (Throwable e) {
                    Transport.reportUncaught(e);
                }
            });
        } catch (Throwable e) {
            Transport.reportUncaught(e);
        }
    }

    @Override
    public Response intercept(Chain chain) throws IOException {
        Response response = chain.proceed(chain.request());
        Response received = response.networkResponse();
        // The last hop of a redirect may be elsewhere, and a WebSocket has no credentials.
        boolean isOfSession = received != null && received.request().tag(SessionMonitor.class) == this;
        if (!isOfSession || !isActive() || response.code() == SWITCHING_PROTOCOLS) {
            return response;
        }
        ResponseBody body = response.body();
        BufferedSource copied = Okio.buffer(new CopyingSource(response, received.request()));
        return response.newBuilder()
                .body(ResponseBody.create(copied, body.contentType(), body.contentLength()))
                .build();
    }

    /** Body of a response, whose beginning is checked when the program has read or closed the body. */
    private final class CopyingSource extends ForwardingSource {

        private final Response response;
        private final Request request;
        private final Buffer copy = new Buffer();
        private boolean ended;

        CopyingSource(Response response, Request request) {
            super(response.body().source());
            this.response = response;
            this.request = request;
        }

        @Override
        public long read(Buffer sink, long byteCount) throws IOException {
            long read = super.read(sink, byteCount);
            if (read == -1) {
                end();
            } else if (copy.size() <= MAX_BODY) {
                sink.copyTo(copy, sink.size() - read, read);
            }
            return read;
        }

        @Override
        public void close() throws IOException {
            try {
                if (!ended && !response.isSuccessful()) {
                    readRest();
                }
                end();
            } finally {
                super.close();
            }
        }

        /** Reads the rest of a failure. Many programs look at its status only, and close it. */
        private void readRest() {
            timeout().deadline(CLOSE_SECONDS, TimeUnit.SECONDS);
            Buffer rest = new Buffer();
            try {
                while (copy.size() <= MAX_BODY && read(rest, MAX_BODY) != -1) {
                    rest.clear();
                }
            } catch (IOException e) {
                // The part that arrived may suffice.
            }
        }

        private void end() {
            if (!ended && copy.size() <= MAX_BODY) {
                check(response, request, copy);
            }
            ended = true;
        }
    }

    private void check(Response response, Request request, Buffer body) {
        try {
            Request checked = request.newBuilder()
                    .tag(Invocation.class, call().invocation())
                    .build();
            Response copy = response.newBuilder()
                    .body(ResponseBody.create(
                            body.readByteString(), response.body().contentType()))
                    .build();
            check(ApiResponse.read(copy, checked, call().secrets(), transport.metadata()));
        } catch (RuntimeException e) {
            // No response of the broker is like this, and the program must get it in any case.
        }
    }

    /** Omits the session's call, which contains its token. */
    @Override
    public String toString() {
        return "SessionMonitor[" + session + "]";
    }
}
