/** Types that the SDKs of all brokers share. A program requires the module of its SDK, which requires this module. */
// Retrofit has the name of a module, and no descriptor yet. The SDK modules are compiled after this one.
@SuppressWarnings({"requires-automatic", "requires-transitive-automatic", "module"})
module org.brokersdk.core {
    requires transitive com.google.gson;
    requires transitive okhttp3;
    requires transitive retrofit2;
    requires retrofit2.converter.gson;
    requires jdk.httpserver;
    requires transitive org.jspecify;

    exports org.brokersdk.core;
    exports org.brokersdk.core.internal to
            org.brokersdk.iifl,
            org.brokersdk.kotak,
            org.brokersdk.noren;

    // Gson creates the adapters of generated models.
    opens org.brokersdk.core.internal to
            com.google.gson;
}
