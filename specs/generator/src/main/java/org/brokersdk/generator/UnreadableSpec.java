package org.brokersdk.generator;

import io.swagger.v3.parser.core.extensions.SwaggerParserExtension;
import io.swagger.v3.parser.core.models.AuthorizationValue;
import io.swagger.v3.parser.core.models.ParseOptions;
import io.swagger.v3.parser.core.models.SwaggerParseResult;
import java.nio.file.Path;
import java.util.List;

/**
 * Parser extension that names the line at which a spec cannot be read. The parser of the generator, which reads the
 * spec first, names no line. {@link BrokerCodegen} checks the specs that this parser can read.
 */
public final class UnreadableSpec implements SwaggerParserExtension {

    /** Creates the extension; the parser does so. */
    public UnreadableSpec() {}

    @Override
    public SwaggerParseResult readLocation(String file, List<AuthorizationValue> auth, ParseOptions options) {
        Refusal.throwIfAny(SpecValidator.errors(Path.of(file)));
        return null;
    }

    @Override
    public SwaggerParseResult readContents(String text, List<AuthorizationValue> auth, ParseOptions options) {
        return null;
    }
}
