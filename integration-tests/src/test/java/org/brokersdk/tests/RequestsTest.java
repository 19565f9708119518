package org.brokersdk.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.google.gson.JsonPrimitive;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import okhttp3.Request;
import okio.Buffer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/** The clients send what the Retrofit interfaces describe, though they do not ask Retrofit to make it. */
@Tag("spec")
class RequestsTest {

    private static final String URL = "https://broker.example/below";

    @TestFactory
    Stream<DynamicTest> areThoseOfRetrofit() {
        return WireCall.all()
                .map(call -> dynamicTest(
                        call.toString(),
                        () -> assertThat(written(call.direct(URL))).isEqualTo(written(call.on(URL)))));
    }

    @TestFactory
    Stream<DynamicTest> keepToTheirPath() {
        return WireCall.all()
                .flatMap(call -> call.operation().parameters().stream()
                        .filter(parameter -> "path".equals(parameter.get("in")))
                        .map(parameter -> (String) parameter.get("name"))
                        .map(name -> dynamicTest(call + " " + name, () -> {
                            for (String dots : List.of(".", "..")) {
                                assertThatIllegalArgumentException()
                                        .isThrownBy(() -> call.with(name, new JsonPrimitive(dots))
                                                .direct(URL));
                            }
                            for (String value : List.of("../a", "%2e%2e", "a/b?c=d#e", "{" + name + "}", "é", "a b")) {
                                WireCall strange = call.with(name, new JsonPrimitive(value));
                                assertThat(written(strange.direct(URL))).isEqualTo(written(strange.on(URL)));
                            }
                        })));
    }

    private static String written(retrofit2.Call<?> call) throws IOException {
        Request request = call.request();
        Buffer body = new Buffer();
        if (request.body() != null) {
            request.body().writeTo(body);
        }
        return request.method() + " " + request.url() + "\n" + request.headers() + "\n"
                + (request.body() == null ? null : request.body().contentType()) + "\n" + body.readUtf8();
    }
}
