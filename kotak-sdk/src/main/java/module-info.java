/**
 * Clients, logins and sessions of Kotak Securities. {@link org.brokersdk.kotak.api} has the generated Retrofit
 * interfaces.
 */
module org.brokersdk.kotak {
    requires transitive org.brokersdk.core;

    exports org.brokersdk.kotak;
    exports org.brokersdk.kotak.api;

    // Gson reads and writes the models and the data of sessions. Retrofit calls the methods that have a body.
    opens org.brokersdk.kotak to
            com.google.gson;
    opens org.brokersdk.kotak.api to
            com.google.gson,
            retrofit2;
}
