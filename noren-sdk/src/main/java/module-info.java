/**
 * Clients and sessions of brokers that run Noren. {@link org.brokersdk.noren.api} has the generated Retrofit
 * interfaces.
 */
module org.brokersdk.noren {
    requires transitive org.brokersdk.core;

    exports org.brokersdk.noren;
    exports org.brokersdk.noren.api;

    // Gson reads and writes the models and the data of sessions. Retrofit calls the methods that have a body.
    opens org.brokersdk.noren to
            com.google.gson;
    opens org.brokersdk.noren.api to
            com.google.gson,
            retrofit2;
}
