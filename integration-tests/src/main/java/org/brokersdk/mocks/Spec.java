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

/** OpenAPI file of this project, for the tests and the mocks. */
public final class Spec {

    /** Folder of the specs. The build sets it. The default value is relative to the root of the repository. */
    public static final Path DIRECTORY =
            Path.of(System.getProperty("specs", "specs")).toAbsolutePath();

    /**
     * Names of the brokers, which are the names of the OpenAPI files. The property {@code brokers} selects some of
     * them.
     */
    public static final List<String> BROKERS = brokers(System.getProperty("brokers", ""));

    /** Operation to test, from the property {@code operation}, or empty for all. */
    private static final String ONLY_OPERATION = System.getProperty("operation", "");

    private final String broker;
    private final Map<String, Object> root;

    private Spec(String broker, Map<String, Object> root) {
        this.broker = broker;
        this.root = root;
    }

    private static List<String> brokers(String names) {
        return all().stream()
                .map(Spec::broker)
                .filter(name -> names.isBlank() || List.of(names.split(",")).contains(name))
                .toList();
    }

    /**
     * Returns the operations to test: those of all {@link #BROKERS}, or the operation that the property
     * {@code operation} names.
     *
     * @return one or more operations
     * @throws IllegalStateException if there is no operation of that name
     */
    public static List<Operation> testedOperations() {
        List<Operation> operations = BROKERS.stream()
                .flatMap(broker -> of(broker).operations().stream())
                .toList();
        List<Operation> selected = operations.stream()
                .filter(operation -> ONLY_OPERATION.isBlank() || operation.id().equals(ONLY_OPERATION))
                .toList();
        if (selected.isEmpty()) {
            throw new IllegalStateException("There is no operation " + ONLY_OPERATION + "; there are "
                    + operations.stream().map(Operation::id).distinct().toList());
        }
        return selected;
    }

    /**
     * Returns all specs, also those that are not in {@link #BROKERS}.
     *
     * @return the specs, sorted by name
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
     * @return the spec of the broker
     * @throws UncheckedIOException if there is no such file
     */
    public static Spec of(String broker) {
        return of(DIRECTORY.resolve(broker + ".yaml"));
    }

    /**
     * Reads a spec.
     *
     * @param file a file with the name of its broker
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
     * Returns an operation by its name.
     *
     * @param id the operationId
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
                    // A path may also have parameters and servers, which are lists.
                    if (operation instanceof Map && map(operation).containsKey("operationId")) {
                        operations.add(new Operation(this, method.toUpperCase(Locale.ROOT), path, map(operation)));
                    }
                }));
        return operations;
    }

    /**
     * Resolves a reference.
     *
     * @param node a node of the file, perhaps a reference
     * @return the node, or the node that the reference names
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
     * Returns the spec as JSON, with the changes of its nodes.
     *
     * @return the whole spec
     */
    public String json() {
        return new GsonBuilder().serializeNulls().create().toJson(root);
    }

    /**
     * Writes the spec in a form that Prism can mock.
     *
     * <p>A field with a second name in {@code x-also-named} is written under both names.
     *
     * <p>Prism dies of a list in a path, and of a missing list in a header. So these parameters accept any value.
     *
     * <p>Prism refuses a form field that is a JSON object, as it parses no field as JSON. But it splits a field that is
     * declared as an array, and parses the items. So, for the mock only, such a field becomes an array of one object.
     *
     * @param directory the directory of the file
     * @return the file
     * @throws IOException if the file cannot be written
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
        addSecondNames(root);
        Files.createDirectories(directory);
        return Files.writeString(directory.resolve(broker + ".json"), json());
    }

    private void addSecondNames(Object node) {
        if (node instanceof Map<?, ?> object) {
            object.values().forEach(this::addSecondNames);
            if (object.get("properties") instanceof Map<?, ?> fields) {
                List.copyOf(fields.values()).stream()
                        .filter(field -> resolve(field).get("x-also-named") instanceof String)
                        .forEach(
                                field -> map(fields).put((String) resolve(field).get("x-also-named"), field));
            }
        } else if (node instanceof List<?> list) {
            list.forEach(this::addSecondNames);
        }
    }

    private void wrapJsonFields(Map<String, Object> form) {
        Map<String, Object> fields = map(map(form.get("schema")).get("properties"));
        Map<String, Object> encoding = map(form.computeIfAbsent("encoding", name -> new LinkedHashMap<>()));
        fields.replaceAll((name, schema) -> {
            Object type = resolve(schema).get("type");
            if ("array".equals(type)) {
                // Without the default values of OpenAPI, Prism reads no item from a field.
                encoding.put(name, Map.of("style", "form", "explode", true));
            }
            if (!"object".equals(type)) {
                return schema;
            }
            encoding.put(name, Map.of("style", "form", "explode", false, "allowReserved", true));
            return Map.of("type", "array", "minItems", 1, "maxItems", 1, "items", schema);
        });
        // The examples no longer match the schema.
        form.remove("examples");
    }

    /** Returns the path of the file. */
    @Override
    public String toString() {
        return "specs/" + broker + ".yaml";
    }

    /**
     * Returns a node as a map.
     *
     * @param node an object of the file, or null
     * @return the fields by their names; empty for null
     */
    @SuppressWarnings("unchecked")
    public static Map<String, Object> map(Object node) {
        return node == null ? new LinkedHashMap<>() : (Map<String, Object>) node;
    }
}
