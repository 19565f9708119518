package org.brokersdk.noren;

import org.brokersdk.noren.api.FlattradeApi;
import org.brokersdk.noren.api.NorenOauthApi;
import org.brokersdk.noren.api.Rules;

/**
 * A broker that runs Noren: where it is and which login it takes.
 *
 * <p>The constants are what public sources say; no live broker was asked, and brokers move without a word. What is sure
 * and what is not stands beside each.
 *
 * @param name how the broker calls itself
 * @param login the one login that it takes
 * @param baseUrl the URL in front of the calls of a session, such as {@code /UserDetails}
 * @param authorizeUrl the page at which the user logs in with a browser; null for {@link Login#QUICK_AUTH}
 * @param asOf when that was so, in words; empty if nobody said
 * @param source who says so; empty if nobody did
 */
public record NorenBroker(String name, Login login, String baseUrl, String authorizeUrl, String asOf, String source) {

    /** A way to log in, each with its own client. */
    public enum Login {
        /** Password and one-time password: {@link NorenClient}. */
        QUICK_AUTH("NorenClient"),
        /** A browser and the OAuth exchange: {@link NorenOauthClient}. */
        OAUTH("NorenOauthClient"),
        /** A browser and the exchange of Flattrade: {@link FlattradeClient}. */
        FLATTRADE("FlattradeClient");

        private final String client;

        Login(String client) {
            this.client = client;
        }
    }

    /** Shoonya. Public reports say that it has retired QuickAuth, whose path answers 502. */
    public static final NorenBroker SHOONYA = new NorenBroker(
            "Shoonya",
            Login.OAUTH,
            withoutSlash(NorenOauthApi.BASE_URL),
            "https://api.shoonya.com/OAuthlogin/authorize/oauth",
            "QuickAuth was retired about April 2026",
            "marketcalls/openalgo, broker/shoonya and pull request 1509");

    /** Zebu. That it has moved to the OAuth exchange is read in public clients; since when is not known. */
    public static final NorenBroker ZEBU = new NorenBroker(
            "Zebu",
            Login.OAUTH,
            "https://go.mynt.in/NorenWClientAPI",
            "https://go.mynt.in/OAuthlogin/authorize/oauth",
            "read in 2026; since when is not known",
            "public clients that use these URLs");

    /** TradeSmart. Its URLs are read in one public client and in a copy of its document. */
    public static final NorenBroker TRADESMART = new NorenBroker(
            "TradeSmart",
            Login.OAUTH,
            "https://v2api.tradesmartonline.in/NorenWClientAPIv2",
            "https://v2api.tradesmartonline.in/OAuthlogin/authorize/oauth",
            "read in 2026; since when is not known",
            "marketcalls/openalgo, broker/tradesmart");

    /**
     * Flattrade. Its login is read in its own client. The base URL of its sessions is read in another public client;
     * older ones call {@code /PiConnectTP} on the same host. The exchange itself goes to {@link FlattradeApi#BASE_URL}.
     */
    public static final NorenBroker FLATTRADE = new NorenBroker(
            "Flattrade",
            Login.FLATTRADE,
            "https://piconnect.flattrade.in/PiConnectAPI",
            "https://auth.flattrade.in/",
            "read in 2026; since when is not known",
            "flattrade/pythonAPI, and marketcalls/openalgo, broker/flattrade");

    /**
     * ProStocks. It still documents QuickAuth, but this base URL is read in the code of its customers alone: look it up
     * before a password goes there.
     */
    public static final NorenBroker PROSTOCKS = new NorenBroker(
            "ProStocks",
            Login.QUICK_AUTH,
            "https://starapi.prostocks.com/NorenWClientTP",
            null,
            "still documented when last read, in 2026",
            "the login from its document, the URL from the public code of customers");

    /**
     * Profitmart. It still documents QuickAuth, but this base URL is read in the code of its customers alone: look it
     * up before a password goes there.
     */
    public static final NorenBroker PROFITMART = new NorenBroker(
            "Profitmart",
            Login.QUICK_AUTH,
            "https://profitmax.profitmart.in/NorenWClientTP",
            null,
            "still documented when last read, in 2026",
            "the login from its document, the URL from the public code of customers");

    /**
     * Checks the values: nothing but the authorise page of a {@link Login#QUICK_AUTH} may be missing.
     *
     * @param name how the broker calls itself
     * @param login the one login that it takes
     * @param baseUrl the URL in front of the calls of a session
     * @param authorizeUrl the page at which the user logs in, or null
     * @param asOf when that was so
     * @param source who says so
     * @throws IllegalArgumentException if one is missing, or a URL is malformed or not https
     */
    public NorenBroker {
        NorenCalls.required("name", name);
        Rules.check("login", login, true, 0, Integer.MAX_VALUE, "");
        ClientBuilder.secureUrl("baseUrl", baseUrl);
        if (login != Login.QUICK_AUTH || authorizeUrl != null) {
            ClientBuilder.secureUrl("authorizeUrl", authorizeUrl);
        }
        Rules.check("asOf", asOf, true, 0, Integer.MAX_VALUE, "");
        Rules.check("source", source, true, 0, Integer.MAX_VALUE, "");
    }

    /**
     * Any other broker that takes QuickAuth.
     *
     * @param name how the broker calls itself
     * @param baseUrl the URL in front of {@code /QuickAuth}
     * @return the broker
     * @throws IllegalArgumentException if the URL is malformed, or not https and not on this machine
     */
    public static NorenBroker quickAuth(String name, String baseUrl) {
        return new NorenBroker(name, Login.QUICK_AUTH, baseUrl, null, "", "");
    }

    /**
     * Any other broker that takes the OAuth exchange.
     *
     * @param name how the broker calls itself
     * @param baseUrl the URL in front of {@code /GenAcsTok}
     * @param authorizeUrl the page at which the user logs in, without the client id
     * @return the broker
     * @throws IllegalArgumentException if a URL is malformed, or not https and not on this machine
     */
    public static NorenBroker oauth(String name, String baseUrl, String authorizeUrl) {
        return new NorenBroker(name, Login.OAUTH, baseUrl, authorizeUrl, "", "");
    }

    /** The base URL, for the client of one login. */
    String baseUrlFor(Login wanted) {
        if (login != wanted) {
            throw new IllegalArgumentException(
                    "broker must accept the login of " + wanted.client + "; for this one use " + login.client);
        }
        return baseUrl;
    }

    private static String withoutSlash(String url) {
        return url.substring(0, url.length() - 1);
    }
}
