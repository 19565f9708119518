package org.brokersdk.core.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import okhttp3.OkHttpClient;
import okhttp3.tls.HeldCertificate;
import org.brokersdk.core.BrokerException.Unreachable;
import retrofit2.Call;
import retrofit2.http.Body;
import retrofit2.http.DELETE;
import retrofit2.http.GET;
import retrofit2.http.Header;
import retrofit2.http.Headers;
import retrofit2.http.PATCH;
import retrofit2.http.POST;
import retrofit2.http.PUT;
import retrofit2.http.Path;

/** API of a made-up broker, clients for it, and what tests of calls need. */
final class Fixtures {

    static final String NOTHING_WAS_SENT = ". Nothing was sent. Check the base URL, the network and the proxy.";

    static final String MAY_HAVE_ARRIVED =
            ". The request may have arrived. Check whether it worked before you repeat it.";

    static final String OTP = "482913";

    static final BrokerMetadata METADATA = new BrokerMetadata(
            "fixture", "1.2.3", 5, null, Map.of(), Map.of(), Set.of("message"), Set.of("token"), Set.of(), List.of());

    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(20);

    private Fixtures() {}

    interface TestApi {

        @POST("login")
        Call<Map<String, String>> login(@Body Map<String, String> body);

        @GET("profile")
        Call<Map<String, String>> profile();

        @GET("profile")
        Call<Map<String, String>> profile(@Header("X-Session") String session);

        @GET("profile")
        Call<Void> tags(@Header("X-Tags") List<String> tags);

        @PUT("profile")
        Call<Void> replace(@Header("X-Session") String session, @Body Map<String, String> body);

        @PATCH("profile")
        Call<Void> change(@Header("X-Session") String session, @Body Map<String, String> body);

        @DELETE("session")
        Call<Void> logout();

        @DELETE("session")
        Call<Void> logout(@Header("X-Session") String session);

        @GET("users/{id}")
        Call<Void> user(@Path("id") String id);

        @GET("users/{ids}")
        Call<Void> users(@Path("ids") List<String> ids);

        @Headers("Accept: text/plain")
        @GET("text")
        Call<String> text();
    }

    static Transport transport(OkHttpClient given, Duration timeout, Consumer<String> logger) {
        return new Transport(
                METADATA, HttpClients.isolated(given).build(), timeout, logger, null, null, null, executor -> executor);
    }

    static ApiClient client(String url, OkHttpClient given, Duration timeout, Consumer<String> logger) {
        return ApiClient.of(transport(given, timeout, logger), url);
    }

    static ApiClient client(String url, OkHttpClient given) {
        return client(url, given, DEFAULT_TIMEOUT, line -> {});
    }

    static ApiClient client(String url, Duration timeout) {
        return client(url, HttpClients.DEFAULT, timeout, line -> {});
    }

    static ApiClient client(String url) {
        return client(url, DEFAULT_TIMEOUT);
    }

    /** Returns the monitor of a session whose end nobody wants to know. */
    static SessionMonitor monitor() {
        return new SessionMonitor(transport(HttpClients.DEFAULT, DEFAULT_TIMEOUT, line -> {}), null, null);
    }

    /** Returns a login whose result is the HTTP status. */
    static ApiCall<Integer> login(ApiClient client) {
        return login(client, OTP);
    }

    static ApiCall<Integer> login(ApiClient client, String otp) {
        return client.call(client.api(TestApi.class).login(Map.of("otp", otp)), ApiResponse::status);
    }

    /** Returns a login that asks for its one-time password when the connection is established. */
    static ApiCall<Integer> deferredLogin(ApiClient client, Supplier<String> otp) {
        return ApiCall.withOneTimePassword(text -> login(client, text), otp);
    }

    /** Returns the failures of a blocking and of an asynchronous execution, which run at the same time. */
    static List<Throwable> failures(ApiCall<?> call) {
        CompletableFuture<?> future = call.executeAsync();
        Throwable blocking = catchThrowable(call::execute);
        return List.of(blocking == null ? new AssertionError("It did not fail") : blocking, failure(future));
    }

    static Throwable failure(CompletableFuture<?> future) {
        try {
            return new AssertionError("It completed with " + future.get(20, TimeUnit.SECONDS));
        } catch (ExecutionException e) {
            return e.getCause();
        } catch (Exception e) {
            return e;
        }
    }

    /** Checks the complete message, and that {@code requestSent()} states the same as the message. */
    static void assertUnreachable(Throwable failure, String description, boolean requestSent) {
        assertThat(failure)
                .isInstanceOf(Unreachable.class)
                .hasMessage(description + (requestSent ? MAY_HAVE_ARRIVED : NOTHING_WAS_SENT));
        assertThat(((Unreachable) failure).requestSent()).isEqualTo(requestSent);
    }

    /** Builds a certificate. okhttp-tls writes dates in the digits of the default locale, which no JVM can read. */
    static HeldCertificate certificate(HeldCertificate.Builder certificate) {
        Locale before = Locale.getDefault(Locale.Category.FORMAT);
        Locale.setDefault(Locale.Category.FORMAT, Locale.ROOT);
        try {
            return certificate.build();
        } finally {
            Locale.setDefault(Locale.Category.FORMAT, before);
        }
    }

    static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime())
                    .as("time in which the condition becomes true")
                    .isLessThan(deadline);
            sleep(5);
        }
    }

    static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns the time since a moment of {@link System#nanoTime()}. */
    static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    /** Throws an exception as code in other languages may, which know no checked exceptions. */
    @SuppressWarnings("unchecked")
    static <E extends Throwable> RuntimeException sneakyThrow(Throwable e) throws E {
        throw (E) e;
    }
}
