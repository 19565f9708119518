/** Client and session of Acme. {@link org.brokersdk.acme.api} has the generated Retrofit interfaces. */
module org.brokersdk.acme {
    requires transitive org.brokersdk.core;

    exports org.brokersdk.acme;
    exports org.brokersdk.acme.api;

    // Gson reads and writes the models and the data of sessions. Retrofit calls the methods that have a body.
    opens org.brokersdk.acme to
            com.google.gson;
    opens org.brokersdk.acme.api to
            com.google.gson,
            retrofit2;
}
