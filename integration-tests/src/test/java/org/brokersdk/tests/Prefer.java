package org.brokersdk.tests;

import okhttp3.OkHttpClient;
import org.brokersdk.mocks.Operation.Example;

/** Tells Prism which answer to give, by the header that it reads for this. */
final class Prefer {

    /** What every test shares, so that no test pays for threads and connections of its own. */
    static final OkHttpClient NOTHING = new OkHttpClient();

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
