package org.brokersdk.tests;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import okhttp3.Headers;
import okio.Buffer;
import org.brokersdk.mocks.Gateway;

/**
 * Bytes of an HTTP response.
 *
 * @param status the status
 * @param headers the headers without the length of the body
 * @param body the body
 */
public record RawResponse(int status, Headers headers, byte[] body) {

    public static RawResponse of(int status, String mediaType, String body) {
        return new RawResponse(status, Headers.of("Content-Type", mediaType), body.getBytes(StandardCharsets.UTF_8));
    }

    /** Parses the response of a mock server. */
    public static RawResponse parse(byte[] bytes) throws IOException {
        Buffer source = new Buffer().write(bytes);
        int status = Integer.parseInt(source.readUtf8LineStrict().split(" ")[1]);
        Headers headers = Gateway.headers(source);
        Headers kept = headers.newBuilder()
                .removeAll("Content-Length")
                .removeAll("Connection")
                .build();
        return new RawResponse(status, kept, source.readByteArray());
    }

    public RawResponse with(String header, String value) {
        return new RawResponse(status, headers.newBuilder().set(header, value).build(), body);
    }

    public RawResponse withBody(byte[] newBody) {
        return new RawResponse(status, headers, newBody);
    }

    public RawResponse withBody(String newBody) {
        return withBody(newBody.getBytes(StandardCharsets.UTF_8));
    }

    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** Returns the status line and headers for a body of a given length. */
    public byte[] head(long length) {
        StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " Status\r\n");
        headers.forEach(header -> head.append(header.getFirst())
                .append(": ")
                .append(header.getSecond())
                .append("\r\n"));
        head.append("Content-Length: ").append(length).append("\r\n\r\n");
        return head.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    public byte[] bytes() {
        return new Buffer().write(head(body.length)).write(body).readByteArray();
    }
}
