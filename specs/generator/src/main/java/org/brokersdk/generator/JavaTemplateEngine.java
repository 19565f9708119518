package org.brokersdk.generator;

import com.palantir.javaformat.java.Formatter;
import com.palantir.javaformat.java.FormatterException;
import com.palantir.javaformat.java.JavaFormatterOptions;
import java.io.IOException;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.openapitools.codegen.api.TemplatingExecutor;
import org.openapitools.codegen.templating.MustacheEngineAdapter;

/** Mustache whose result is formatted Java, so that templates need no care for line breaks and unused imports. */
public final class JavaTemplateEngine extends MustacheEngineAdapter {

    static final String ID = "formatted-java";

    private static final Pattern JAVADOC = Pattern.compile("/\\*\\*.*?\\*/", Pattern.DOTALL);
    private static final Formatter FORMATTER = Formatter.createFormatter(JavaFormatterOptions.builder()
            .style(JavaFormatterOptions.Style.PALANTIR)
            .formatJavadoc(true)
            .build());

    @Override
    public String getIdentifier() {
        return ID;
    }

    @Override
    public String compileTemplate(TemplatingExecutor executor, Map<String, Object> bundle, String template)
            throws IOException {
        String source = super.compileTemplate(executor, bundle, template);
        if (template.endsWith(".json.mustache")) {
            return source;
        }
        // Descriptions are Markdown.
        String documented = JAVADOC.matcher(source)
                .replaceAll(javadoc -> Matcher.quoteReplacement(javadoc.group()
                        .replaceAll("`([^`\n]+)`", "{@code $1}")
                        .replaceAll("(?<!/)\\*\\*([^*\n]+)\\*\\*", "<b>$1</b>")));
        try {
            return FORMATTER.formatSourceAndFixImports(documented);
        } catch (FormatterException e) {
            throw new IOException(template + " wrote Java that cannot be parsed: " + e.getMessage(), e);
        } catch (LinkageError e) {
            // An IDE runs the generator without .mvn/jvm.config, so the formatter cannot use the JDK's compiler.
            return documented;
        }
    }
}
