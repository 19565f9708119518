package org.brokersdk.tests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.brokersdk.mocks.Spec;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestPlan;

/** Shows the {@link Figures} when all tests are over, and leaves them in {@code target/figures.md}. */
public final class FiguresListener implements TestExecutionListener {

    private static final Path TARGET = Path.of("target");

    @Override
    public void testPlanExecutionFinished(TestPlan tests) {
        try {
            addMutationScore(Spec.DIRECTORY.getParent());
            String table = Figures.table();
            if (!table.isEmpty()) {
                System.out.println("\nFigures:\n\n" + table);
                Files.writeString(Files.createDirectories(TARGET).resolve("figures.md"), table);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Of the reports that PIT has left, if it ever ran. */
    private static void addMutationScore(Path root) throws IOException {
        try (Stream<Path> modules = Files.list(root)) {
            for (Path module : modules.map(path -> path.resolve("target/pit-reports"))
                    .filter(Files::isDirectory)
                    .toList()) {
                try (Stream<Path> files = Files.walk(module)) {
                    for (Path report :
                            files.filter(file -> file.endsWith("mutations.xml")).toList()) {
                        String mutations = Files.readString(report);
                        long all = count(mutations, "<mutation ");
                        long killed = count(mutations, "<mutation detected=['\"]true");
                        Figures.add(
                                "mutants killed, " + root.relativize(report).getName(0),
                                "%,d of %,d, %.1f %%".formatted(killed, all, 100.0 * killed / Math.max(1, all)));
                    }
                }
            }
        }
    }

    private static long count(String text, String pattern) {
        return Pattern.compile(pattern).matcher(text).results().count();
    }
}
