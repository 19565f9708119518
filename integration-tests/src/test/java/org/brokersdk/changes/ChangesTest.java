package org.brokersdk.changes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.brokersdk.mocks.Spec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

/** What is told of a change, and whom it breaks: in a spec, and in a jar, of which the last release is kept as text. */
class ChangesTest {

    private static final List<String> BROKERS = Spec.BROKERS;
    private static final String CLIENT = "public final class org.x.Client extends java.lang.Object";
    private static final List<String> JAR = List.of(
            CLIENT,
            "  public login (Ljava/lang/String;)Lorg/x/Session;",
            "  public static final BASE_URL Ljava/lang/String;",
            "public abstract interface org.x.api.XApi extends java.lang.Object",
            "  public abstract quickAuth (Ljava/lang/String;)Lretrofit2/Call; generic (Ljava/lang/String;)Lretrofit2/Call<Ljava/lang/String;>;",
            "public final class org.x.Session extends java.lang.Object",
            "  public name ()Ljava/util/Optional; generic ()Ljava/util/Optional<Ljava/lang/String;>;");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    Answer uid: optional, string         | Answer uid: optional, string, password | `uid` is now optional, string, password; it was optional, string | who reads it
                    Answer uid: optional, string         |                                       | `uid` is gone: it was optional, string | who reads it
                    Answer a: string                     | Answer a: string;Answer b: string      | `b` is new: string |
                    Request uid: string                  | Request uid: optional, string          | `uid` is now optional, string; it was string |
                    Request uid: optional, string        | Request uid: string                    | `uid` is now string; it was optional, string | who sends it
                    Request a: string                    | Request a: string;Request b: string    | `b` is new: string | who does not send it
                    Request a: string                    | Request a: string;Request b: optional, string | `b` is new: optional, string |
                    login sends header ip: string        | login sends header id: string          | `sends header id` is new: string | who does not send it
                    login is at https://a: ;login: POST /l | login is at https://b: ;login: POST /l | `is at https://b` is new:  |
                    """)
    void changeOfASpecIsTold(String before, String now, String text, String breaks) {
        // Whole means that more than one fact is left, so that what is part of it is told.
        UnaryOperator<String> whole =
                lines -> (lines == null ? "" : lines + ";") + "Answer: object;Request: object;login: POST /l";
        List<Change> changes = SpecChanges.between(
                List.of(whole.apply(before).split(";", -1)),
                List.of(whole.apply(now).split(";", -1)),
                Set.of("Request"));

        assertThat(changes).anySatisfy(change -> {
            assertThat(change.text().strip()).isEqualTo(text.strip());
            assertThat(change.breaks()).isEqualTo(breaks == null ? "" : breaks);
        });
    }

    @Test
    void changesOfAJarAreTold() throws IOException {
        assertThat(changed(lines -> lines.remove(1)))
                .containsExactly("Client: `Client.login(String)` is gone — breaks who calls it");
        assertThat(changed(lines -> lines.set(1, lines.get(1).replace("Session", "Other"))))
                .containsExactly(
                        "Client: `Client.login(String)` is another: method return type changed — breaks who calls it");
        assertThat(changed(lines -> lines.set(6, lines.get(6).replace("String", "Integer"))))
                .singleElement()
                .asString()
                .startsWith("Session: `Session.name()` is another: ")
                .endsWith("breaks who calls it");
        assertThat(changed(lines -> lines.remove(2)))
                .containsExactly("Client: `Client.BASE_URL` is gone — breaks who reads it");
        assertThat(changed(lines -> lines.set(1, lines.get(1) + " throws java.io.IOException")))
                .singleElement()
                .asString()
                .endsWith("breaks who calls it");
        assertThat(changed(lines -> lines.add(1, "  public logout ()V")))
                .containsExactly("Client: `Client.logout()` is new");
        assertThat(changed(lines -> lines.add(5, "  public abstract logout ()Lretrofit2/Call;")))
                .containsExactly("logout: `XApi.logout()` is new");
        assertThat(changed(lines -> lines.subList(5, 7).clear()))
                .containsExactly("Session: `Session` is gone — breaks who uses it");
        assertThat(changed(lines -> lines.add("public final class org.x.Other extends java.lang.Object")))
                .containsExactly("Other: `Other` is new");
        assertThat(changed(lines -> lines.set(0, CLIENT.replace("final", "abstract"))))
                .anyMatch(text -> text.endsWith("breaks who uses it"));
    }

    /** Nothing is lost on the way from a jar to text and back. */
    @ParameterizedTest
    @FieldSource("BROKERS")
    void jarIsKeptAsText(String broker) throws IOException {
        Path jar = Changes.jar(broker, System.getProperty("sdkVersion"));
        List<String> lines = JarSurface.of(jar);

        assertThat(JarSurface.of(JarSurface.stubs(lines, folder.resolve("stubs.jar"))))
                .isEqualTo(lines);
        assertThat(JarChanges.between(lines, lines, folder)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "0.1.0, 0.1.0, false",
        "0.1.0, 0.1.1, false",
        "0.1.9, 0.2.0, true",
        "0.9.0, 1.0.0, true",
        "1.2.3, 1.3.0, false",
        "1.9.9, 2.0.0, true"
    })
    void versionAnnouncesABreak(String before, String now, boolean announces) {
        assertThat(Changes.announces(List.of(before, now))).isEqualTo(announces);
    }

    private interface Edit {
        void in(List<String> lines);
    }

    private List<String> changed(Edit edit) throws IOException {
        List<String> now = new ArrayList<>(JAR);
        edit.in(now);
        return JarChanges.between(JAR, now, folder).stream()
                .map(change -> change.place() + ": " + change.told())
                .toList();
    }
}
