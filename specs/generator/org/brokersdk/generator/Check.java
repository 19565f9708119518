package org.brokersdk.generator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Looks for what the generator cannot say. */
final class Check {

    private Check() {}

    /**
     * The mistakes of a spec, each a line that says where, what and what to do.
     *
     * @param spec the file
     * @param reasons the source of the enum whose constants a spec may name
     */
    static List<String> mistakes(Path spec, Path reasons) throws IOException {
        try {
            new Load(LoadSettings.builder()
                            .setLabel(spec.getFileName().toString())
                            .build())
                    .loadFromString(Files.readString(spec));
            return List.of();
        } catch (YamlEngineException e) {
            return List.of("specs/" + spec.getFileName() + ": " + e.getMessage());
        }
    }
}
