package org.brokersdk.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.brokersdk.mocks.Operation;
import org.brokersdk.mocks.Spec;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** The finished jars offer what {@code public.txt} says that they do, and nothing else. */
@Tag("jar")
class PublicTest {

    private static final List<String> BROKERS = Spec.BROKERS;

    @ParameterizedTest
    @FieldSource("BROKERS")
    void whatIsPublicIsListed(String broker) throws Exception {
        Set<String> listed = listed(broker);
        Spec.of(broker).operations().stream().map(Operation::api).forEach(api -> listed.add("api." + api + "Api"));
        listed.add("api.ApiClient");

        Set<String> found = new HashSet<>();
        for (Class<?> type : classes(broker)) {
            boolean ofTheSpec = type.getName().contains(".api.")
                    && (type.isRecord()
                            || type.getEnclosingClass() != null
                                    && type.getEnclosingClass().isRecord());
            if (isPublic(type) && !ofTheSpec) {
                found.add(type.getCanonicalName().replace("org.brokersdk." + broker + ".", ""));
            }
        }
        assertThat(found).containsExactlyInAnyOrderElementsOf(listed);
    }

    /** Nothing that is public hands out what is not. */
    @ParameterizedTest
    @FieldSource("BROKERS")
    void whatIsPublicCanBeUsed(String broker) throws Exception {
        for (Class<?> type : classes(broker)) {
            if (!isPublic(type)) {
                continue;
            }
            Stream<Class<?>> handedOut = Stream.of(
                            Arrays.stream(type.getMethods())
                                    .filter(method -> method.getDeclaringClass() == type)
                                    .flatMap(method -> Stream.concat(
                                            Stream.of(method.getReturnType()),
                                            Arrays.stream(method.getParameterTypes()))),
                            Arrays.stream(type.getConstructors())
                                    .flatMap(constructor -> Arrays.stream(constructor.getParameterTypes())),
                            Stream.ofNullable(type.getSuperclass()),
                            Arrays.stream(type.getInterfaces()))
                    .flatMap(types -> types);
            assertThat(handedOut.filter(handed -> handed.getName().startsWith("org.brokersdk.")))
                    .as(type.getName())
                    .allMatch(PublicTest::isPublic);
        }
    }

    @ParameterizedTest
    @FieldSource("BROKERS")
    void moduleExportsTwoPackages(String broker) {
        String name = "org.brokersdk." + broker;
        ModuleDescriptor module =
                ModuleFinder.of(Maven.jar(broker)).findAll().iterator().next().descriptor();

        assertThat(module.name()).isEqualTo(name);
        assertThat(module.isAutomatic()).isFalse();
        assertThat(module.exports().stream().map(ModuleDescriptor.Exports::source))
                .containsExactlyInAnyOrder(name, name + ".api");
        assertThat(module.packages()).allMatch(each -> each.startsWith(name));
    }

    @ParameterizedTest
    @FieldSource("BROKERS")
    void everyPackageSaysWhatMayBeNull(String broker) throws Exception {
        for (String each : List.of("", ".api", ".internal")) {
            assertThat(Class.forName("org.brokersdk." + broker + each + ".package-info")
                            .isAnnotationPresent(NullMarked.class))
                    .isTrue();
        }
    }

    private static Set<String> listed(String broker) throws IOException {
        String name = broker.substring(0, 1).toUpperCase() + broker.substring(1);
        return Files.readAllLines(Path.of("src/test/resources/public.txt")).stream()
                .filter(line -> line.startsWith("every SDK ") || line.startsWith(broker + " "))
                .flatMap(line -> Arrays.stream(
                        line.replaceFirst("^(every SDK|\\w+) +", "").split(" ", -1)))
                .map(type -> type.replace("<Broker>", name))
                .collect(Collectors.toCollection(HashSet::new));
    }

    private static boolean isPublic(Class<?> type) {
        return Modifier.isPublic(type.getModifiers())
                && !type.getPackageName().endsWith(".internal")
                && (type.getEnclosingClass() == null || isPublic(type.getEnclosingClass()));
    }

    private static List<Class<?>> classes(String broker) throws IOException {
        try (JarFile jar = new JarFile(Maven.jar(broker).toFile())) {
            return jar.stream()
                    .map(JarEntry::getName)
                    .filter(entry -> entry.endsWith(".class") && !entry.contains("-info"))
                    .<Class<?>>map(entry -> load(entry.replace(".class", "").replace('/', '.')))
                    .toList();
        }
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name, false, PublicTest.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }
}
