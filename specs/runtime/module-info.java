/**
 * Logs in to a broker. Start at a client of {@link org.brokersdk.broker}; {@link org.brokersdk.broker.api} has the
 * calls as they cross the wire.
 */
// Retrofit has a name of a module, and no descriptor yet.
@SuppressWarnings({"requires-automatic", "requires-transitive-automatic"})
module org.brokersdk.broker {
    requires transitive com.google.gson;
    requires transitive okhttp3;
    requires transitive retrofit2;
    requires static transitive org.jspecify;

    exports org.brokersdk.broker;
    exports org.brokersdk.broker.api;

    // Gson makes the models, and Retrofit calls the methods that have a body.
    opens org.brokersdk.broker.api to
            com.google.gson,
            retrofit2;
}
