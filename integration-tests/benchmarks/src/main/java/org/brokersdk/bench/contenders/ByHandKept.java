package org.brokersdk.bench.contenders;

import okhttp3.OkHttpClient;

/** OkHttp and Gson, by someone who leaves all as it comes: connections are kept, and a login may be lost to one. */
public final class ByHandKept extends ByHand {

    public ByHandKept(String url) {
        super(url, new OkHttpClient(), true);
    }
}
