package org.brokersdk.generator;

import io.swagger.v3.oas.models.OpenAPI;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.openapitools.codegen.CliOption;
import org.openapitools.codegen.CodegenOperation;
import org.openapitools.codegen.CodegenParameter;
import org.openapitools.codegen.SupportingFile;
import org.openapitools.codegen.languages.JavaClientCodegen;
import org.openapitools.codegen.model.ModelMap;
import org.openapitools.codegen.model.OperationsMap;

/**
 * Generates the Java of one broker from its spec: Retrofit interfaces, models, and the values that the spec states
 * beside them. Refuses a spec that it cannot write as Java.
 */
public final class BrokerCodegen extends JavaClientCodegen {

    static final String TEMPLATES = "broker-sdk";

    private static final Pattern LEADING_ACRONYM = Pattern.compile("^[A-Z]{2,}(?=[A-Z][a-z])");
    private static final String DEFAULT = "x-default";
    private static final String BROKER = "broker";
    private static final String BROKER_NAME = "brokerName";
    private static final String SDK_VERSION = "sdkVersion";

    /** Creates the generator; the plugin does so by the name of the generator. */
    public BrokerCodegen() {
        setLibrary(RETROFIT_2);
        embeddedTemplateDir = TEMPLATES;
        templateDir = TEMPLATES;
        setOpenApiNullable(false);
        setHideGenerationTimestamp(true);
        setSortParamsByRequiredFlag(false);
        // A response may have fields that the spec does not have. Our requests do not.
        setDisallowAdditionalPropertiesIfNotPresent(false);
        cliOptions.add(CliOption.newString(BROKER, "name of the broker in packages, such as kotak"));
        cliOptions.add(CliOption.newString(BROKER_NAME, "name of the broker in classes, such as Kotak"));
        cliOptions.add(CliOption.newString(SDK_VERSION, "version of the SDK"));
    }

    @Override
    public String getName() {
        return TEMPLATES;
    }

    @Override
    public String getHelp() {
        return "Generates the SDK of a broker.";
    }

    @Override
    public String defaultTemplatingEngine() {
        return JavaTemplateEngine.ID;
    }

    /** Keeps the spec unchanged. {@link Preprocessor} names the inline schemas. */
    @Override
    public boolean getUseInlineModelResolver() {
        return false;
    }

    @Override
    public boolean getUseOpenapiNormalizer() {
        return false;
    }

    @Override
    public void processOpts() {
        String rootPackage = rootPackage();
        additionalProperties.put("rootPackage", rootPackage);
        setApiPackage(rootPackage + ".api");
        setModelPackage(rootPackage + ".api");
        setInvokerPackage(rootPackage + ".api");
        super.processOpts();
        // Templates of the Java generator that no SDK needs.
        supportingFiles.clear();
        List.of(apiTemplateFiles, modelTemplateFiles, apiDocTemplateFiles, modelDocTemplateFiles)
                .forEach(Map::clear);
        apiTestTemplateFiles.clear();
        modelTestTemplateFiles.clear();
        apiTemplateFiles.put("api.mustache", ".java");
        modelTemplateFiles.put("model.mustache", ".java");
        addFile(rootPackage, "SpecValues.mustache", "SpecValues.java");
        addFile(rootPackage, "SecuritySchemes.mustache", "SecuritySchemes.java");
        addFile(rootPackage, "root-package-info.mustache", "package-info.java");
        addFile(apiPackage(), "package-info.mustache", "package-info.java");
        addReachabilityMetadata("reflect-config.json");
        addReachabilityMetadata("proxy-config.json");
    }

    /** Adds what a native image needs of the generated types. The directory of the SDK itself is for written files. */
    private void addReachabilityMetadata(String file) {
        supportingFiles.add(new SupportingFile(
                file + ".mustache",
                "src/main/resources/META-INF/native-image/org.brokersdk/" + additionalProperties.get(BROKER) + "-api",
                file));
    }

    private String rootPackage() {
        return "org.brokersdk." + additionalProperties.get(BROKER);
    }

    private void addFile(String javaPackage, String template, String file) {
        supportingFiles.add(new SupportingFile(template, sourceFolder + "/" + javaPackage.replace('.', '/'), file));
    }

    @Override
    public void preprocessOpenAPI(OpenAPI spec) {
        Refusal.throwIfAny(SpecValidator.errors(Path.of(getInputSpec())));
        new Preprocessor(spec).run();
        if (!((List<?>) spec.getExtensions().get("x-brokers")).isEmpty()) {
            addFile(rootPackage(), "BrokerDirectory.mustache", additionalProperties.get(BROKER_NAME) + "Broker.java");
        }
        super.preprocessOpenAPI(spec);
    }

    @Override
    public String toApiName(String tag) {
        return tag + "Api";
    }

    @Override
    public String sanitizeTag(String tag) {
        return tag;
    }

    /** Writes a leading acronym as a word: {@code MACAddress} becomes {@code macAddress}. */
    @Override
    public String toVarName(String name) {
        return super.toVarName(LEADING_ACRONYM
                .matcher(name)
                .replaceFirst(acronym -> acronym.group().toLowerCase(Locale.ROOT)));
    }

    /** Adds the login page of an API, and for each operation the parameters without a default value. */
    @Override
    public OperationsMap postProcessOperationsWithModels(OperationsMap api, List<ModelMap> models) {
        super.postProcessOperationsWithModels(api, models);
        for (CodegenOperation operation : api.getOperations().getOperation()) {
            operation.servers.stream()
                    .map(server -> server.vendorExtensions.get("x-login-page"))
                    .filter(Objects::nonNull)
                    .forEach(page -> api.put("loginPage", page));
            operation.allParams.forEach(BrokerCodegen::addRule);
            Map<Boolean, List<CodegenParameter>> byDefault = operation.allParams.stream()
                    .collect(Collectors.partitioningBy(parameter -> parameter.vendorExtensions.containsKey(DEFAULT)));
            if (!byDefault.get(true).isEmpty()) {
                operation.vendorExtensions.put("x-without-defaults", byDefault.get(false));
                operation.vendorExtensions.put(
                        "x-defaults",
                        byDefault.get(true).stream()
                                .map(parameter -> "`" + parameter.baseName + " = "
                                        + parameter.vendorExtensions.get(DEFAULT) + "`")
                                .collect(Collectors.joining(", ")));
            }
        }
        return api;
    }

    /** Writes the rules of a parameter as attributes of {@code ParameterRule}. */
    private static void addRule(CodegenParameter parameter) {
        Map<String, Object> rules = new LinkedHashMap<>();
        rules.put("minLength", parameter.minLength);
        rules.put("maxLength", parameter.maxLength);
        rules.put("pattern", quoted(parameter.pattern));
        rules.put("form", quoted((String) parameter.vendorExtensions.get("x-form")));
        rules.put("minimum", quoted(parameter.minimum));
        rules.put("maximum", quoted(parameter.maximum));
        rules.put("minItems", parameter.minItems);
        rules.put("maxItems", parameter.maxItems);
        Object values = parameter.vendorExtensions.get("x-listed");
        rules.put("values", values == null ? null : values + ".class");
        rules.values().removeIf(Objects::isNull);
        if (!rules.isEmpty()) {
            parameter.vendorExtensions.put(
                    "x-rule",
                    rules.entrySet().stream()
                            .map(rule -> rule.getKey() + " = " + rule.getValue())
                            .collect(Collectors.joining(", ")));
        }
    }

    private static String quoted(String text) {
        return text == null ? null : '"' + text + '"';
    }

    /** Deletes the classes of schemas that were removed. The method of the superclass would print thanks. */
    @Override
    public void postProcess() {
        Path output = Path.of(getOutputDir());
        try (Stream<Path> sources = Files.walk(output.resolve(sourceFolder))) {
            List<String> written = Files.readAllLines(output.resolve(".openapi-generator/FILES"));
            for (Path source : sources.filter(Files::isRegularFile).toList()) {
                if (!written.contains(output.relativize(source).toString().replace('\\', '/'))) {
                    Files.delete(source);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
