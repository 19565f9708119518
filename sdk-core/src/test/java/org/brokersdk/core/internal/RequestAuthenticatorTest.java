package org.brokersdk.core.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import okhttp3.Request;
import org.junit.jupiter.api.Test;

/** Tests that credentials replace earlier ones and leave the rest of a request as it is. */
class RequestAuthenticatorTest {

    private static final Request REQUEST = new Request.Builder()
            .url("https://broker.example/a%2Fb?key=old&x=1")
            .header("A", "old")
            .header("B", "b")
            .build();

    @Test
    void setsHeaders() throws IOException {
        Request oneHeader = RequestAuthenticator.header("A", "new").authenticate(REQUEST);
        Request twoHeaders =
                RequestAuthenticator.headers(Map.of("A", "new", "C", "c")).authenticate(REQUEST);

        assertThat(oneHeader.headers()).isEqualTo(okhttp3.Headers.of("B", "b", "A", "new"));
        assertThat(twoHeaders.headers())
                .containsExactlyInAnyOrderElementsOf(okhttp3.Headers.of("B", "b", "A", "new", "C", "c"));
        assertThat(oneHeader.url()).isEqualTo(REQUEST.url());
    }

    @Test
    void setsAQueryParameter() throws IOException {
        Request request = RequestAuthenticator.query("key", "n&w").authenticate(REQUEST);

        assertThat(request.url()).hasToString("https://broker.example/a%2Fb?x=1&key=n%26w");
        assertThat(request.headers()).isEqualTo(REQUEST.headers());
    }
}
