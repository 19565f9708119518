package org.brokersdk.iifl;

import org.brokersdk.iifl.api.ApiClient;
import org.brokersdk.iifl.api.IiflApi;

/**
 * The Open API for one application.
 *
 * @param settings of the client
 * @param encryption of what a login wants encrypted
 * @param endpoint where the calls go
 */
record IiflCalls(IiflClient.Builder settings, IiflEncryption encryption, Endpoint endpoint) {

    static final IiflApi API = ApiClient.calls(IiflApi.class);

    static IiflCalls of(IiflClient.Builder settings, IiflEncryption encryption, Endpoint place) {
        Endpoint endpoint = place.with(client -> client.subscriptionKey(settings.subscriptionKey));
        return new IiflCalls(settings, encryption, endpoint);
    }
}
