package org.brokersdk.tests;

import okhttp3.OkHttpClient;

/** What the tests send with. Which answer they prefer stands in their base URL, which a gateway reads. */
public final class Prefer {

    /** A client that leaves the choice to the URL. */
    public static final OkHttpClient NOTHING = new OkHttpClient();

    private Prefer() {}
}
