package org.brokersdk.bench.contenders;

/** Whom all log in. */
final class Account {

    static final String ACCESS_TOKEN = "00000000-1111-2222-3333-444444444444";
    static final String MOBILE_NUMBER = "+910000000000";
    static final String UCC = "AB123";
    static final String PATH = "/login/1.0/tradeApiLogin";
    static final String NEO_FIN_KEY = "neotradeapi";

    private Account() {}
}
