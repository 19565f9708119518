package org.brokersdk.noren;

/** A way to log in to a broker that runs Noren, each with its own client. */
public enum NorenLogin {
    /** Password and one-time password: {@link NorenClient}. */
    QUICK_AUTH("NorenClient"),
    /** A browser and the OAuth exchange: {@link NorenOauthClient}. */
    OAUTH("NorenOauthClient"),
    /** A browser and the exchange of Flattrade: {@link FlattradeClient}. */
    FLATTRADE("FlattradeClient");

    /** The class that logs in this way. */
    final String client;

    NorenLogin(String client) {
        this.client = client;
    }
}
