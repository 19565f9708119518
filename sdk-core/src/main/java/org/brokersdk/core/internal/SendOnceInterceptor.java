package org.brokersdk.core.internal;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.ProtocolException;
import java.util.stream.Stream;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** Network interceptor that marks the request of a call as sent, and refuses to send a request a second time. */
final class SendOnceInterceptor implements Interceptor {

    /** Response that breaks the rules of HTTP. */
    static final class MalformedResponseException extends IOException {

        private static final long serialVersionUID = 1;

        /** The HTTP status, or 0 if the response has none. */
        final int status;

        MalformedResponseException(int status, @Nullable Throwable cause) {
            super("malformed response", cause);
            this.status = status;
        }
    }

    @Override
    public Response intercept(Chain chain) throws IOException {
        CallFuture<?> call = chain.request().tag(CallFuture.class);
        if (call == null) {
            throw new IOException(
                    "The request has no call. An interceptor must build its request with newBuilder() of the given request");
        }
        Request request = call.markSent(chain.request());
        Response response;
        try {
            response = chain.proceed(request);
        } catch (ProtocolException e) {
            throw new MalformedResponseException(0, e);
        } catch (IllegalArgumentException | IllegalStateException e) {
            // OkHttp throws these for a negative status. An event listener may throw them too.
            if (isOfOkHttp(e)) {
                throw new MalformedResponseException(0, e);
            }
            throw e;
        }
        if (response.body().contentLength() < -1) {
            // OkHttp would throw an IllegalArgumentException when the body is read, and again when it is closed.
            throw new MalformedResponseException(response.code(), null);
        }
        call.received(response);
        // OkHttp repeats a request without a body for Retry-After: 0, and fails at a number that is no int.
        return response.code() == HttpURLConnection.HTTP_UNAVAILABLE
                ? response.newBuilder().removeHeader("Retry-After").build()
                : response;
    }

    private static boolean isOfOkHttp(Throwable e) {
        String okHttp = Interceptor.class.getPackageName();
        return Stream.of(e.getStackTrace())
                .limit(1)
                .anyMatch(frame -> frame.getClassName().startsWith(okHttp));
    }
}
