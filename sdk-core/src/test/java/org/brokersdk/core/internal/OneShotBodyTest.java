package org.brokersdk.core.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okio.Buffer;
import okio.BufferedSink;
import org.junit.jupiter.api.Test;

class OneShotBodyTest {

    private static final MediaType JSON = MediaType.get("application/json");

    private final OneShotBody body = new OneShotBody(RequestBody.create("{\"otp\":\"1\"}", JSON));

    @Test
    void isOneShot() {
        assertThat(body.isOneShot()).isTrue();
    }

    @Test
    void writesTheBody() throws Exception {
        Buffer sink = new Buffer();

        body.writeTo(sink);

        assertThat(sink.readUtf8()).isEqualTo("{\"otp\":\"1\"}");
    }

    @Test
    void hasTheTypeAndTheLengthOfTheBody() throws Exception {
        assertThat(body.contentType().toString()).startsWith(JSON.toString());
        assertThat(body.contentLength()).isEqualTo(11);
    }

    @Test
    void mayHaveNoTypeAndNoLength() throws Exception {
        OneShotBody unknown = new OneShotBody(new RequestBody() {
            @Override
            public MediaType contentType() {
                return null;
            }

            @Override
            public void writeTo(BufferedSink sink) throws IOException {
                sink.writeUtf8("text");
            }
        });

        assertThat(unknown.contentType()).isNull();
        assertThat(unknown.contentLength()).isEqualTo(-1);
    }
}
