package org.brokersdk.iifl;

/**
 * The Open API for one application.
 *
 * @param settings of the client
 * @param encryption of what a login wants encrypted
 * @param endpoint where the calls go
 */
record IiflCalls(IiflClient.Builder settings, IiflEncryption encryption, Endpoint endpoint) {

    static IiflCalls of(IiflClient.Builder settings, IiflEncryption encryption, Endpoint place) {
        Endpoint endpoint = place.with(client -> client.subscriptionKey(settings.subscriptionKey));
        return new IiflCalls(settings, encryption, endpoint);
    }
}
