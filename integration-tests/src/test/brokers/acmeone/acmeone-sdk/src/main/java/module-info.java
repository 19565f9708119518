/** Client and session of Acme One. {@link org.brokersdk.acmeone.api} has the generated Retrofit interfaces. */
module org.brokersdk.acmeone {
    requires transitive org.brokersdk.core;

    exports org.brokersdk.acmeone;
    exports org.brokersdk.acmeone.api;

    // Gson reads and writes the models and the data of sessions. Retrofit calls the methods that have a body.
    opens org.brokersdk.acmeone to
            com.google.gson;
    opens org.brokersdk.acmeone.api to
            com.google.gson,
            retrofit2;
}
