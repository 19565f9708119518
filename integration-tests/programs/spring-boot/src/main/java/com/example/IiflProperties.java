package com.example;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Settings of IIFL. {@code application.properties} reads them from the environment.
 *
 * @param appKey key of the application
 * @param appSecret secret of the application
 * @param redirectUrl URL of {@link LoginController#callback}, exactly as registered with IIFL
 * @param baseUrl a mock server, or null for IIFL
 */
@ConfigurationProperties("iifl")
record IiflProperties(
        String appKey,
        String appSecret,
        String redirectUrl,
        @Nullable String baseUrl) {

    /** Returns the settings without the secret. */
    @Override
    public String toString() {
        return "IiflProperties[appKey=" + appKey + "]";
    }
}
