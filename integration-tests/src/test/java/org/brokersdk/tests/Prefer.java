package org.brokersdk.tests;

import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.OkHttpClient;
import org.brokersdk.mocks.Operation.Example;

/** Tells Prism which answer to give, by the header that it reads for this. */
final class Prefer {

    /** What every test shares. Prism closes connections that are idle for five seconds, and nothing is sent twice. */
    static final OkHttpClient NOTHING = new OkHttpClient.Builder()
            .connectionPool(new ConnectionPool(5, 4, TimeUnit.SECONDS))
            .build();

    private Prefer() {}

    static OkHttpClient example(int status, String name) {
        return example(new Example(status, "application/json", name, null));
    }

    static OkHttpClient example(Example example) {
        return NOTHING.newBuilder()
                .addInterceptor(chain -> chain.proceed(chain.request()
                        .newBuilder()
                        .header("Prefer", "code=" + example.status() + ", example=" + example.name())
                        // A gateway answers HTML whatever was asked for; Prism keeps to what is asked for.
                        .header("Accept", example.mediaType())
                        .build()))
                .build();
    }
}
