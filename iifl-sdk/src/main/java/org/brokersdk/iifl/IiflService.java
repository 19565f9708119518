package org.brokersdk.iifl;

import org.brokersdk.core.internal.ApiClient;
import org.brokersdk.iifl.api.IiflApi;

/**
 * Calls the Open API for one application.
 *
 * @param settings the settings of the client
 * @param encryption encrypts the values that a login sends encrypted
 * @param client calls the broker
 * @param api describes the requests
 */
record IiflService(IiflClient.Builder settings, IiflEncryption encryption, ApiClient client, IiflApi api) {

    static IiflService of(IiflClient.Builder settings, IiflEncryption encryption, ApiClient client) {
        ApiClient authenticated = client.with(SecuritySchemes.subscriptionKey(settings.subscriptionKey));
        return new IiflService(settings, encryption, authenticated, authenticated.api(IiflApi.class));
    }
}
