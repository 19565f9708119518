package org.brokersdk.noren;

/** Login that a broker with Noren accepts. Each login has its own client. */
public enum NorenLogin {
    /** Password and one-time password: {@link NorenClient}. */
    QUICK_AUTH("NorenClient"),
    /** OAuth, in a browser: {@link NorenOauthClient}. */
    OAUTH("NorenOauthClient"),
    /** Login of Flattrade, in a browser: {@link FlattradeClient}. */
    FLATTRADE("FlattradeClient");

    /** The name of the client for this login. */
    final String client;

    NorenLogin(String client) {
        this.client = client;
    }
}
