package org.brokersdk.core.internal;

import com.google.gson.JsonParseException;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.concurrent.CompletionException;
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

/** Has the calls of a generated interface executed by {@link ApiCall}. */
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
        @SuppressWarnings("FutureReturnValueIgnored") // The callback gets the outcome.
        public void enqueue(Callback<T> callback) {
            start().enqueue().whenComplete((response, failure) -> {
                if (failure == null) {
                    callback.onResponse(this, response);
                } else {
                    callback.onFailure(this, failure instanceof CompletionException ? failure.getCause() : failure);
                }
            });
        }

        private synchronized CallFuture<Response<T>> start() {
            if (executed) {
                throw new IllegalStateException("Already executed.");
            }
            executed = true;
            CallFuture<Response<T>> started = new CallFuture<>(client.call(description, this::convert));
            future = started;
            if (canceled) {
                started.cancelCall();
            }
            return started;
        }

        private Response<T> convert(ApiResponse response) {
            try {
                return response.isSuccessful()
                        ? Response.success(converter.convert(response.body()), response.withoutBody())
                        : Response.error(response.body(), response.withoutBody());
            } catch (IOException | JsonParseException e) {
                // The message quotes the response.
                throw response.unreadable();
            }
        }

        @Override
        public synchronized boolean isExecuted() {
            return executed;
        }

        @Override
        public synchronized void cancel() {
            canceled = true;
            if (future != null) {
                future.cancelCall();
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
            return description.request();
        }

        @Override
        public Timeout timeout() {
            return description.timeout();
        }
    }
}
