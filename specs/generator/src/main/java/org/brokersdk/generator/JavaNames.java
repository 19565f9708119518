package org.brokersdk.generator;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import javax.lang.model.SourceVersion;

/** Names that the generator gives in Java, and names that it cannot give. */
final class JavaNames {

    /** Methods of every object, after which no record component can be named, and those of a builder. */
    private static final Set<String> METHODS = Set.of(
            "clone", "finalize", "getClass", "hashCode", "notify", "notifyAll", "toString", "wait", "build", "builder");

    private static final List<String> TEMPLATES = List.of("api", "model", "SecuritySchemes", "SpecValues");

    /** Classes that the superclass imports, so that it skips schemas of these names, and the class of each builder. */
    private static final List<String> RESERVED =
            List.of(("ApiModel ApiModelProperty Arrays Builder IOException JsonCreator JsonDeserialize JsonIgnore "
                            + "JsonIgnoreProperties JsonInclude JsonProperty JsonReader JsonSubTypes JsonTypeInfo JsonTypeName "
                            + "JsonValue JsonWriter Objects Schema StringUtil TypeAdapter")
                    .split(" "));

    private final BrokerCodegen codegen = new BrokerCodegen();

    boolean canBeClass(String name) {
        return !contains(codegen.importMapping().keySet(), name)
                && !contains(codegen.typeMapping().keySet(), name)
                && !contains(codegen.reservedWords(), name)
                && !contains(RESERVED, name)
                && codegen.toModelName(name).equals(name)
                && TEMPLATES.stream()
                        .noneMatch(template ->
                                template.equals(name) || read(template).contains("." + name + ";"))
                && Object.class.getResource("/java/lang/" + name + ".class") == null;
    }

    boolean canBeMethod(String name) {
        return !contains(codegen.reservedWords(), name) && isFree(name) && !name.equals("equals");
    }

    /** Returns the name of a field or a parameter in Java, or null if it can have none. */
    String variable(String name) {
        String variable = codegen.toVarName(name);
        return isFree(variable) ? variable : null;
    }

    private static boolean contains(Collection<String> names, String name) {
        return names.stream().anyMatch(name::equalsIgnoreCase);
    }

    private static boolean isFree(String name) {
        return SourceVersion.isName(name) && !name.equals("yield") && !METHODS.contains(name);
    }

    private static String read(String template) {
        String resource = "/" + BrokerCodegen.TEMPLATES + "/" + template + ".mustache";
        try (InputStream in = JavaNames.class.getResourceAsStream(resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
