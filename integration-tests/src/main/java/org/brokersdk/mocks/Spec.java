package org.brokersdk.mocks;

import com.google.gson.GsonBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** One of the OpenAPI files of this project, as the tests and the mocks read it. */
public final class Spec {

    /** Folder of the specs. The build sets it; otherwise it is found from the top of the repository. */
    public static final Path DIRECTORY =
            Path.of(System.getProperty("specs", "specs")).toAbsolutePath();

    /**
     * The brokers: each file there that is OpenAPI is named after one. The property {@code brokers} leaves others out,
     * for those who work on some.
     */
    public static final List<String> BROKERS = brokers(System.getProperty("brokers", ""));

    /** The operation that somebody works on, by the property {@code operation}; tests leave the others out. */
    private static final String ASKED = System.getProperty("operation", "");

    private final String broker;
    private final Map<String, Object> root;

    private Spec(String broker, Map<String, Object> root) {
        this.broker = broker;
        this.root = root;
    }

    private static List<String> brokers(String only) {
        return all().stream()
                .map(Spec::broker)
                .filter(name -> only.isBlank() || List.of(only.split(",")).contains(name))
                .toList();
    }

    /**
     * The operations that tests try: those of all {@link #BROKERS}, or the one that the property {@code operation}
     * names.
     *
     * @return one or more
     * @throws IllegalStateException if there is none of that name
     */
    public static List<Operation> asked() {
        List<Operation> operations = BROKERS.stream()
                .flatMap(broker -> of(broker).operations().stream())
                .toList();
        List<Operation> asked = operations.stream()
                .filter(operation -> ASKED.isBlank() || operation.id().equals(ASKED))
                .toList();
        if (asked.isEmpty()) {
            throw new IllegalStateException("There is no operation " + ASKED + "; there are "
                    + operations.stream().map(Operation::id).distinct().toList());
        }
        return asked;
    }

    /**
     * Every spec, those too that {@link #BROKERS} leaves out.
     *
     * @return by the names of their brokers
     */
    public static List<Spec> all() {
        try (Stream<Path> files = Files.list(DIRECTORY)) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .map(Spec::of)
                    .filter(spec -> spec.root.containsKey("openapi"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads a spec.
     *
     * @param broker one of {@link #BROKERS}
     * @return its spec
     * @throws UncheckedIOException if there is no such file
     */
    public static Spec of(String broker) {
        return of(DIRECTORY.resolve(broker + ".yaml"));
    }

    /**
     * Reads a spec.
     *
     * @param file named after its broker
     * @return the spec
     * @throws UncheckedIOException if there is no such file
     */
    public static Spec of(Path file) {
        String broker = file.getFileName().toString().replace(".yaml", "");
        try {
            String text = Files.readString(file);
            return new Spec(broker, map(new Load(LoadSettings.builder().build()).loadFromString(text)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Returns the broker of the spec.
     *
     * @return one of {@link #BROKERS}
     */
    public String broker() {
        return broker;
    }

    /**
     * Returns a node of the top level of the spec.
     *
     * @param name a name such as {@code security}
     * @return the node, or null if there is none
     */
    public Object get(String name) {
        return root.get(name);
    }

    /**
     * An operation by its name.
     *
     * @param id its operationId
     * @return the operation
     */
    public Operation operation(String id) {
        return operations().stream()
                .filter(operation -> operation.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(this + " has no operation " + id));
    }

    /**
     * Returns all operations, in the order of the file.
     *
     * @return operations with a name
     */
    public List<Operation> operations() {
        List<Operation> operations = new ArrayList<>();
        map(root.get("paths"))
                .forEach((path, item) -> map(item).forEach((method, operation) -> {
                    // Beside its operations a path may have parameters and servers, which are lists.
                    if (operation instanceof Map && map(operation).containsKey("operationId")) {
                        operations.add(new Operation(this, method.toUpperCase(Locale.ROOT), path, map(operation)));
                    }
                }));
        return operations;
    }

    /**
     * The value that a node stands for.
     *
     * @param node a node of the file, perhaps a reference
     * @return the node, or what it refers to
     */
    public Map<String, Object> resolve(Object node) {
        Map<String, Object> resolved = map(node);
        while (resolved.get("$ref") instanceof String reference) {
            Object target = root;
            for (String name : reference.substring(2).split("/", -1)) {
                target = map(target).get(name);
            }
            resolved = map(target);
        }
        return resolved;
    }

    /**
     * The spec as JSON, with what was changed in its nodes.
     *
     * @return all of it
     */
    public String json() {
        return new GsonBuilder().serializeNulls().create().toJson(root);
    }

    /**
     * Writes the spec as Prism can mock it.
     *
     * <p>A field that has a second name by {@code x-also-named} may come under either, so it stands there twice.
     *
     * <p>Prism dies of a list in a path, and of one in a header that is not there, so these become whatever comes.
     *
     * <p>Prism refuses a form field that is a JSON object: it parses no field as JSON. It does split a field that is
     * declared as an array and parses its items, so for the mock alone such a field becomes an array of one such
     * object.
     *
     * @param directory where to write
     * @return the file
     * @throws IOException if it cannot be written
     */
    Path writeForPrism(Path directory) throws IOException {
        for (Operation operation : operations()) {
            operation.form().ifPresent(this::wrapJsonFields);
            operation.parameters().stream()
                    .filter(parameter -> !"query".equals(parameter.get("in")))
                    .filter(parameter ->
                            "array".equals(resolve(parameter.get("schema")).get("type")))
                    .forEach(parameter -> parameter.put("schema", Map.of()));
        }
        addOtherNames(root);
        Files.createDirectories(directory);
        return Files.writeString(directory.resolve(broker + ".json"), json());
    }

    private void addOtherNames(Object node) {
        if (node instanceof Map<?, ?> object) {
            object.values().forEach(this::addOtherNames);
            if (object.get("properties") instanceof Map<?, ?> fields) {
                List.copyOf(fields.values()).stream()
                        .filter(field -> resolve(field).get("x-also-named") instanceof String)
                        .forEach(
                                field -> map(fields).put((String) resolve(field).get("x-also-named"), field));
            }
        } else if (node instanceof List<?> list) {
            list.forEach(this::addOtherNames);
        }
    }

    private void wrapJsonFields(Map<String, Object> form) {
        Map<String, Object> fields = map(map(form.get("schema")).get("properties"));
        Map<String, Object> encoding = map(form.computeIfAbsent("encoding", name -> new LinkedHashMap<>()));
        fields.replaceAll((name, schema) -> {
            Object type = resolve(schema).get("type");
            if ("array".equals(type)) {
                // It takes a field for no item unless the spec says what it says anyway.
                encoding.put(name, Map.of("style", "form", "explode", true));
            }
            if (!"object".equals(type)) {
                return schema;
            }
            encoding.put(name, Map.of("style", "form", "explode", false, "allowReserved", true));
            return Map.of("type", "array", "minItems", 1, "maxItems", 1, "items", schema);
        });
        // They show the field as it is, which is no longer what the schema says.
        form.remove("examples");
    }

    /** The file. */
    @Override
    public String toString() {
        return "specs/" + broker + ".yaml";
    }

    /**
     * A node as a map.
     *
     * @param node an object of the file, or null
     * @return its fields by their names; none for null
     */
    @SuppressWarnings("unchecked")
    public static Map<String, Object> map(Object node) {
        return node == null ? new LinkedHashMap<>() : (Map<String, Object>) node;
    }
}
