/** Clients and sessions of IIFL. {@link org.brokersdk.iifl.api} has the generated Retrofit interfaces. */
module org.brokersdk.iifl {
    requires transitive org.brokersdk.core;

    exports org.brokersdk.iifl;
    exports org.brokersdk.iifl.api;

    // Gson reads and writes the models and the data of sessions. Retrofit calls the methods that have a body.
    opens org.brokersdk.iifl to
            com.google.gson;
    opens org.brokersdk.iifl.api to
            com.google.gson,
            retrofit2;
}
