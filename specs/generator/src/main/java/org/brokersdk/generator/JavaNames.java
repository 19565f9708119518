package org.brokersdk.generator;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import javax.lang.model.SourceVersion;

/** Names of Java that the generator can use, and names that it cannot use. */
final class JavaNames {

    /** Methods of every object and of a builder. No record component can have their names. */
    private static final Set<String> METHODS = Set.of(
            "clone", "finalize", "getClass", "hashCode", "notify", "notifyAll", "toString", "wait", "build", "builder");

    /**
     * Classes that the templates import or write, and classes that the superclass imports, so that it skips a schema.
     */
    private static final List<String> CLASSES = List.of(
            ("Body BrokerMetadata Builder Call Collections Credentials DELETE FormConverterFactory GET Header Headers "
                            + "JsonAdapter Limits LinkedHashMap Nullable OffsetDateTime OpenEnum PATCH POST PUT ParameterRule Path Preconditions "
                            + "Query Reason ReasonMatcher RequestAuthenticator SecuritySchemes SerializedName SpecValues "
                            + "ApiModel ApiModelProperty Arrays IOException JsonCreator JsonDeserialize JsonIgnore "
                            + "JsonIgnoreProperties JsonInclude JsonProperty JsonReader JsonSubTypes JsonTypeInfo JsonTypeName "
                            + "JsonValue JsonWriter Objects Schema StringUtil TypeAdapter")
                    .split(" "));

    private final BrokerCodegen codegen = new BrokerCodegen();

    boolean canBeClass(String name) {
        return !CLASSES.contains(name)
                && !contains(codegen.importMapping().keySet(), name)
                && !contains(codegen.typeMapping().keySet(), name)
                && !contains(codegen.reservedWords(), name)
                && codegen.toModelName(name).equals(name)
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

    private static boolean isFree(String name) {
        return SourceVersion.isName(name) && !name.equals("yield") && !METHODS.contains(name);
    }

    private static boolean contains(Collection<String> names, String name) {
        return names.stream().anyMatch(name::equalsIgnoreCase);
    }
}
