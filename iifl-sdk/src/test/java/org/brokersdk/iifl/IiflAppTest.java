package org.brokersdk.iifl;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Values that an application needs, and its text. */
class IiflAppTest extends IiflFixture {

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " "})
    void rejectsMissingValues(String empty) {
        assertInvalid("appName ", () -> app().appName(empty).build());
        assertInvalid("appVersion ", () -> app().appVersion(empty).build());
        assertInvalid("key ", () -> app().key(empty).build());
        assertInvalid("osName ", () -> app().osName(empty).build());
        assertInvalid("userId ", () -> app().userId(empty).build());
        assertInvalid("password ", () -> app().password(empty).build());
    }

    @Test
    void omitsTheSecretsFromText() {
        assertThat(app().build().toString())
                .contains("IIFLMarDEMO", "osName=WEB")
                .doesNotContain("s3");
    }
}
