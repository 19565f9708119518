package org.brokersdk.tests.jars;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import com.google.gson.annotations.JsonAdapter;
import com.google.gson.reflect.TypeToken;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.brokersdk.core.Session;
import org.brokersdk.tests.Maven;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The finished jars name, for a native image, the types that Gson and Retrofit reflect on. Gson reads the generated
 * records, the data of sessions, the enums in both, and creates the adapters that a record names.
 */
@Tag("jar")
class NativeImageTest {

    private static final Set<String> RECORD =
            Set.of("allDeclaredFields", "allDeclaredConstructors", "allDeclaredMethods", "allRecordComponents");

    private final List<Class<?>> classes = new ArrayList<>();
    private final List<Map<String, Object>> reflected = new ArrayList<>();
    private final List<List<String>> proxied = new ArrayList<>();

    NativeImageTest() throws IOException {
        for (String jar : PublicTest.JARS) {
            try (JarFile file = new JarFile(Maven.jar(jar).toFile())) {
                for (JarEntry entry : file.stream().toList()) {
                    String name = entry.getName();
                    if (name.endsWith(".class") && !name.contains("-info")) {
                        classes.add(PublicTest.load(name.replace(".class", "").replace('/', '.')));
                    } else if (name.matches("META-INF/native-image/org\\.brokersdk/[a-z-]+/reflect-config\\.json")) {
                        reflected.addAll(read(file, entry, new TypeToken<List<Map<String, Object>>>() {}));
                    } else if (name.matches("META-INF/native-image/org\\.brokersdk/[a-z-]+/proxy-config\\.json")) {
                        proxied.addAll(read(file, entry, new TypeToken<List<List<String>>>() {}));
                    }
                }
            }
        }
    }

    @Test
    void recordsAreReflectedOnCompletely() {
        assertThat(reflectedOn(RECORD)).containsExactlyInAnyOrderElementsOf(names(NativeImageTest::isModel));
    }

    @Test
    void fieldsOfEnumsInRecordsAreReflectedOn() {
        Set<String> enums = records()
                .flatMap(type -> Stream.of(type.getRecordComponents()))
                .map(RecordComponent::getType)
                .filter(Class::isEnum)
                .map(Class::getName)
                .collect(Collectors.toSet());

        assertThat(reflectedOn(Set.of("allDeclaredFields"))).containsExactlyInAnyOrderElementsOf(enums);
    }

    @Test
    void adaptersOfRecordsAreCreated() {
        Set<String> adapters = records()
                .filter(type -> type.isAnnotationPresent(JsonAdapter.class))
                .map(type -> type.getAnnotation(JsonAdapter.class).value().getName())
                .collect(Collectors.toSet());

        // This adapter is for enums that may get more values.
        assertThat(reflectedOn(Set.of("allDeclaredConstructors")))
                .containsExactly("org.brokersdk.core.internal.OpenEnum")
                .containsAll(adapters);
    }

    @Test
    void interfacesOfRetrofitAreReflectedOnAndProxied() {
        Set<String> interfaces =
                names(type -> type.isInterface() && type.getPackageName().endsWith(".api"));

        assertThat(reflectedOn(Set.of("allDeclaredMethods"))).containsExactlyInAnyOrderElementsOf(interfaces);
        assertThat(proxied)
                .containsExactlyInAnyOrderElementsOf(
                        interfaces.stream().map(List::of).toList());
    }

    /** Returns the names of the types with these properties, and no others. */
    private List<String> reflectedOn(Set<String> properties) {
        return reflected.stream()
                .filter(entry -> entry.entrySet().stream()
                        .filter(property -> property.getValue().equals(true))
                        .map(Map.Entry::getKey)
                        .collect(Collectors.toSet())
                        .equals(properties))
                .map(entry -> (String) entry.get("name"))
                .toList();
    }

    private Stream<Class<?>> records() {
        return classes.stream().filter(NativeImageTest::isModel);
    }

    private static boolean isModel(Class<?> type) {
        return type.isRecord()
                && (type.getPackageName().endsWith(".api")
                        || type.getEnclosingClass() != null
                                && Session.class.isAssignableFrom(type.getEnclosingClass()));
    }

    private Set<String> names(Predicate<Class<?>> filter) {
        return classes.stream().filter(filter).map(Class::getName).collect(Collectors.toSet());
    }

    private static <T> T read(JarFile file, JarEntry entry, TypeToken<T> type) throws IOException {
        try (InputStream in = file.getInputStream(entry)) {
            return new Gson().fromJson(new InputStreamReader(in, StandardCharsets.UTF_8), type);
        }
    }
}
