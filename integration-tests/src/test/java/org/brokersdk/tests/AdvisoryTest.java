package org.brokersdk.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor.Version;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.brokersdk.mocks.Spec;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What the finished jars bring along has no vulnerability that {@code advisories.txt} knows. That is as good as the
 * list is young, which the figures of a run tell.
 */
@Tag("jar")
class AdvisoryTest {

    private static final Pattern DEPENDENCY = Pattern.compile("\\(([\\w.-]+:[\\w.-]+):([\\w.-]+) - ");
    private static final Pattern DATE = Pattern.compile("as of (\\S+)");
    private static final Pattern ADVISORY = Pattern.compile("(\\S+:\\S+) +(\\S+) +(.+)");

    @Test
    void noneIsKnownOfWhatComesAlong() throws IOException {
        List<String> lines = Files.readAllLines(Path.of("src/test/resources/advisories.txt"));
        List<String> mistakes = new ArrayList<>();
        for (String broker : Spec.BROKERS) {
            Matcher found = DEPENDENCY.matcher(dependencies(broker));
            while (found.find()) {
                String library = found.group(1);
                List<Matcher> advisories = lines.stream()
                        .map(ADVISORY::matcher)
                        .filter(advisory ->
                                advisory.matches() && advisory.group(1).equals(library))
                        .toList();
                if (advisories.isEmpty()) {
                    mistakes.add(broker + "-sdk brings " + library + " along, of which advisories.txt says nothing");
                }
                advisories.stream()
                        .filter(advisory -> !advisory.group(2).equals("none"))
                        .filter(advisory -> isOlder(found.group(2), advisory.group(2)))
                        .forEach(advisory -> mistakes.add(broker + "-sdk brings " + library + " " + found.group(2)
                                + " along: " + advisory.group(3) + ", mended in " + advisory.group(2)));
            }
        }
        assertThat(mistakes).isEmpty();

        LocalDate date = lines.stream()
                .map(DATE::matcher)
                .filter(Matcher::matches)
                .map(line -> LocalDate.parse(line.group(1)))
                .max(Comparator.naturalOrder())
                .orElseThrow();
        Figures.add(
                "advisories: as a list had them days ago, no database was asked",
                ChronoUnit.DAYS.between(date, LocalDate.now()));
    }

    private static boolean isOlder(String version, String mended) {
        return Version.parse(version).compareTo(Version.parse(mended)) < 0;
    }

    private static String dependencies(String broker) throws IOException {
        try (JarFile file = new JarFile(Maven.jar(broker).toFile());
                InputStream in = file.getInputStream(file.getEntry("META-INF/DEPENDENCIES"))) {
            return new String(in.readAllBytes());
        }
    }
}
