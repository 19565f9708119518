package org.brokersdk.tests;

import okhttp3.OkHttpClient;

/** Shared {@code OkHttpClient} of the tests. */
public final class TestHttpClient {

    public static final OkHttpClient INSTANCE = new OkHttpClient();

    private TestHttpClient() {}
}
