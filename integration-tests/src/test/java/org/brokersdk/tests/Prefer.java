package org.brokersdk.tests;

import okhttp3.OkHttpClient;

/** Client of the tests. The base URL names the preferred response, and a gateway reads it. */
public final class Prefer {

    /** A client that leaves the choice to the URL. */
    public static final OkHttpClient NOTHING = new OkHttpClient();

    private Prefer() {}
}
