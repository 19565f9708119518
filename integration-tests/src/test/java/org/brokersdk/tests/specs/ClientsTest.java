package org.brokersdk.tests.specs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import okhttp3.HttpUrl;
import okio.Okio;
import org.brokersdk.mocks.Mocks;
import org.brokersdk.mocks.Spec;
import org.brokersdk.tests.PrismExtension;
import org.brokersdk.tests.RawResponse;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Sends the requests of public clients to the mock servers. The bytes are those of the clients, except for made-up
 * values. A mock server that only our SDKs call would prove little.
 *
 * <p>The requests are in {@code src/test/clients}, by broker and client. A request that the broker rejects has a
 * comment {@code # refused:}.
 */
@ExtendWith(PrismExtension.class)
class ClientsTest {

    private static final Path CLIENTS = Spec.DIRECTORY.resolveSibling("integration-tests/src/test/clients");

    /** Request of a client. */
    private record Request(String title, boolean refused, String line, List<String> headers, String body) {

        static Request of(String block) {
            List<String> lines = block.lines().toList();
            List<String> content =
                    lines.stream().skip(1).filter(line -> !line.startsWith("#")).toList();
            int end = content.indexOf("");
            List<String> head = end < 0 ? content : content.subList(0, end);
            return new Request(
                    lines.get(0).strip(),
                    lines.stream().anyMatch(line -> line.startsWith("# refused:")),
                    head.get(0),
                    head.subList(1, head.size()),
                    end < 0
                            ? ""
                            : String.join("\n", content.subList(end + 1, content.size()))
                                    .stripTrailing());
        }

        RawResponse sendTo(HttpUrl url) throws IOException {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            String head = Stream.of(
                            Stream.of(line + " HTTP/1.1", "Host: " + url.host() + ":" + url.port()),
                            headers.stream(),
                            body.isEmpty() ? Stream.<String>of() : Stream.of("Content-Length: " + bytes.length),
                            Stream.of("", ""))
                    .flatMap(lines -> lines)
                    .collect(Collectors.joining("\r\n"));
            try (Socket connection = new Socket(url.host(), url.port())) {
                OutputStream output = connection.getOutputStream();
                output.write(head.getBytes(StandardCharsets.US_ASCII));
                output.write(bytes);
                return RawResponse.parse(Okio.buffer(Okio.source(connection)).readByteArray());
            }
        }
    }

    @TestFactory
    Stream<DynamicContainer> requestsOfPublicClientsAreAccepted(Mocks mocks) throws IOException {
        return Spec.BROKERS.stream()
                .filter(broker -> Files.isDirectory(CLIENTS.resolve(broker)))
                .flatMap(broker -> files(CLIENTS.resolve(broker)))
                .map(file -> dynamicContainer(
                        CLIENTS.relativize(file).toString(),
                        requests(file)
                                .map(request -> dynamicTest(request.title(), () -> check(mocks, file, request)))));
    }

    private static void check(Mocks mocks, Path file, Request request) throws IOException {
        String broker = file.getParent().getFileName().toString();
        RawResponse response = request.sendTo(HttpUrl.get(mocks.of(broker).url()));
        String violations = response.headers().get("sl-violations");

        if (request.refused()) {
            assertThat(violations).as(response.text()).isNotNull();
        } else {
            assertThat(violations).isNull();
            assertThat(response.status()).as(response.text()).isBetween(200, 299);
        }
    }

    /**
     * Checks published responses, with made-up values, as examples of the spec. The name of a file states operation,
     * status and source.
     */
    @TestFactory
    Stream<DynamicTest> responsesOfPublicClientsFitTheSchemas(@TempDir Path directory) {
        return Spec.BROKERS.stream()
                .filter(broker -> Files.isDirectory(CLIENTS.resolve(broker + "/responses")))
                .map(broker -> dynamicTest(broker, () -> {
                    Path spec = withExamples(
                            broker,
                            files(CLIENTS.resolve(broker + "/responses")).toList(),
                            directory);
                    Process linter = new ProcessBuilder(
                                    "node",
                                    Spec.DIRECTORY
                                            .resolve("node_modules/@redocly/cli/bin/cli.js")
                                            .toString(),
                                    "lint",
                                    "--format=stylish",
                                    "--config=" + Spec.DIRECTORY.resolve("redocly.yml"),
                                    spec.toString())
                            .redirectErrorStream(true)
                            .start();
                    String content = new String(linter.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

                    assertThat(linter.waitFor()).as(content).isZero();
                }));
    }

    private static Path withExamples(String broker, List<Path> files, Path directory) throws IOException {
        Spec spec = Spec.of(broker);
        for (Path file : files) {
            String[] name = file.getFileName().toString().split("\\.");
            Map<String, Object> responses =
                    Spec.map(spec.operation(name[0]).node().get("responses"));
            Map<String, Object> content =
                    Spec.map(spec.resolve(responses.get(name[1])).get("content"));
            Map<String, Object> examples =
                    Spec.map(Spec.map(content.get("application/json")).get("examples"));
            assertThat(examples)
                    .as("%s has a status without an example in the spec", file)
                    .isNotEmpty();
            examples.put(name[2], Map.of("value", JsonParser.parseString(Files.readString(file))));
        }
        addSecondNames(spec);
        return Files.writeString(directory.resolve(broker + ".json"), spec.json());
    }

    /** Adds what {@code x-also-named} states as fields, as the linter does not know this extension. */
    private static void addSecondNames(Spec spec) {
        Map<String, Object> schemas = Spec.map(Spec.map(spec.get("components")).get("schemas"));
        for (Object schema : schemas.values()) {
            Map<String, Object> fields = Spec.map(Spec.map(schema).get("properties"));
            for (Object field : List.copyOf(fields.values())) {
                if (spec.resolve(field).get("x-also-named") instanceof String secondName) {
                    fields.putIfAbsent(secondName, field);
                }
            }
        }
    }

    private static Stream<Request> requests(Path file) {
        try {
            return Stream.of(Files.readString(file).split("(?m)^### ")).skip(1).map(Request::of);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<Path> files(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(Files::isRegularFile).sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
