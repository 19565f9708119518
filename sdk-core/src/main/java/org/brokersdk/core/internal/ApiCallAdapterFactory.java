package org.brokersdk.core.internal;

import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import okhttp3.Request;
import okhttp3.ResponseBody;
import okio.Timeout;
import org.jspecify.annotations.Nullable;
import retrofit2.Call;
import retrofit2.CallAdapter;
import retrofit2.Callback;
import retrofit2.Converter;
import retrofit2.Response;
import retrofit2.Retrofit;

/** Executes the calls of a generated interface by {@link ApiCall}. */
final class ApiCallAdapterFactory extends CallAdapter.Factory {

    private final ApiClient client;

    ApiCallAdapterFactory(ApiClient client) {
        this.client = client;
    }

    @Override
    public @Nullable CallAdapter<?, ?> get(Type returnType, Annotation[] annotations, Retrofit retrofit) {
        if (getRawType(returnType) != Call.class) {
            return null;
        }
        Type type = getParameterUpperBound(0, (ParameterizedType) returnType);
        Converter<ResponseBody, Object> converter = retrofit.responseBodyConverter(type, annotations);
        return new CallAdapter<Object, Call<Object>>() {
            @Override
            public Type responseType() {
                return type;
            }

            @Override
            public Call<Object> adapt(Call<Object> call) {
                return new AdaptedCall<>(client, call, converter);
            }
        };
    }

    /** Call of a generated interface. It fails as a call of a client does, but no handler checks its response. */
    private static final class AdaptedCall<T> implements Call<T> {

        private final ApiClient client;
        private final Call<T> description;
        private final Converter<ResponseBody, T> converter;
        private boolean executed;
        private boolean canceled;
        private @Nullable CallFuture<Response<T>> future;

        AdaptedCall(ApiClient client, Call<T> description, Converter<ResponseBody, T> converter) {
            this.client = client;
            this.description = description;
            this.converter = converter;
        }

        @Override
        public Response<T> execute() {
            return start().await();
        }

        @Override
        @SuppressWarnings("FutureReturnValueIgnored") // The callback gets the result.
        public void enqueue(Callback<T> callback) {
            Preconditions.notNull("callback", callback);
            CallFuture<Response<T>> started = start();
            // Registered before the call begins, so that the callback runs in another thread than the caller's.
            started.whenComplete((response, failure) -> {
                if (failure == null) {
                    callback.onResponse(this, response);
                } else {
                    callback.onFailure(this, failure);
                }
            });
            started.enqueue();
        }

        private synchronized CallFuture<Response<T>> start() {
            if (executed) {
                throw new IllegalStateException("This call was executed before. Use clone() for another call");
            }
            executed = true;
            CallFuture<Response<T>> started = new CallFuture<>(client.call(this, this::convert));
            future = started;
            if (canceled) {
                started.cancelCall();
            }
            return started;
        }

        private Response<T> convert(ApiResponse response) {
            ResponseBody body = response.body();
            if (!response.isSuccessful()) {
                return Response.error(body, response.withoutBody());
            }
            try {
                return Response.success(converter.convert(body), response.withoutBody());
            } catch (IOException | RuntimeException e) {
                // The messages of Gson quote the response.
                throw response.unreadable();
            }
        }

        @Override
        public synchronized boolean isExecuted() {
            return executed;
        }

        @Override
        public void cancel() {
            CallFuture<?> started;
            synchronized (this) {
                canceled = true;
                started = future;
            }
            // The callback runs in this thread, and must not hold the lock meanwhile.
            if (started != null) {
                started.cancelCall();
            }
        }

        @Override
        public synchronized boolean isCanceled() {
            return canceled;
        }

        @Override
        @SuppressWarnings("MethodDoesntCallSuperMethod")
        public Call<T> clone() {
            return new AdaptedCall<>(client, description.clone(), converter);
        }

        @Override
        public Request request() {
            try {
                return description.request();
            } catch (IllegalArgumentException e) {
                if (isOfThisPackage(e)) {
                    throw e;
                }
                // The messages of OkHttp and Retrofit quote the argument.
                throw new IllegalArgumentException("An argument of this call is malformed. Check that headers are ASCII"
                        + " without line breaks, and that no path parameter is . or ..");
            }
        }

        /** Returns true if a check of this package failed, whose message quotes nothing. */
        private static boolean isOfThisPackage(Throwable e) {
            String thisPackage = ApiCall.class.getPackageName();
            return Stream.of(e.getStackTrace())
                    .limit(1)
                    .anyMatch(frame -> frame.getClassName().startsWith(thisPackage));
        }

        /** Returns the timeout of the client, which bounds the call. */
        @Override
        public Timeout timeout() {
            return new Timeout().timeout(client.transport().timeout().toNanos(), TimeUnit.NANOSECONDS);
        }
    }
}
