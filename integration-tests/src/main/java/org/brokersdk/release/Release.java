package org.brokersdk.release;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathExpressionException;
import javax.xml.xpath.XPathFactory;
import org.brokersdk.mocks.Spec;
import org.w3c.dom.Document;
import org.xml.sax.SAXException;

/**
 * Looks at what {@code mvn -Prelease} has put together, by the rules of Maven Central, so that nothing is refused after
 * the upload: for each SDK a POM that says all, a jar, sources, Javadoc and an SBOM, each with its checksums and, where
 * there is a key, with a signature.
 *
 * @see <a href="https://central.sonatype.org/publish/requirements/">The rules</a>
 */
public final class Release {

    private static final Path FOLDER =
            Spec.DIRECTORY.resolveSibling("target/release").normalize();

    private static final List<String> FILES =
            List.of(".pom", ".jar", "-sources.jar", "-javadoc.jar", "-cyclonedx.json");

    /** Of the POM; each must say something. */
    private static final List<String> ELEMENTS = List.of(
            "groupId",
            "artifactId",
            "version",
            "name",
            "description",
            "url",
            "licenses/license/name",
            "licenses/license/url",
            "developers/developer/name",
            "scm/connection",
            "scm/developerConnection",
            "scm/url");

    /** What the build needs and nobody else. */
    private static final List<String> LEAKS =
            List.of("parent", "build", "properties", "dependencyManagement", "profiles", "repositories", "modules");

    private static final Map<String, String> CHECKSUMS = Map.of(".md5", "MD5", ".sha1", "SHA-1");

    private final List<String> mistakes = new ArrayList<>();
    private final Map<String, Path> packages = new HashMap<>();
    private int signed;

    private Release() {}

    /**
     * Tells what is there, and fails if Maven Central would refuse it.
     *
     * @param args none
     * @throws IOException if a file cannot be read
     */
    public static void main(String[] args) throws IOException {
        Release release = new Release();
        List<Path> sdks = release.sdks();
        for (Path sdk : sdks) {
            release.check(sdk);
        }
        if (sdks.isEmpty()) {
            release.mistakes.add("There is nothing in " + FOLDER);
        }
        if (!release.mistakes.isEmpty()) {
            System.err.println("Maven Central would refuse this release:\n  " + String.join("\n  ", release.mistakes));
            System.exit(1);
        }
        sdks.forEach(sdk -> System.out.println(
                sdk.getParent().getFileName() + " " + sdk.getFileName() + " is complete, in " + sdk));
        System.out.println(
                release.signed > 0
                        ? "All is signed."
                        : "Nothing is signed, as there is no key in MAVEN_GPG_KEY, and Maven Central wants signatures.");
        System.out.println("To upload: cd " + FOLDER + " && zip -r bundle.zip org -x '*maven-metadata*'");
    }

    private List<Path> sdks() throws IOException {
        if (!Files.isDirectory(FOLDER)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".pom"))
                    .map(Path::getParent)
                    .sorted()
                    .toList();
        }
    }

    private void check(Path sdk) throws IOException {
        String name = sdk.getParent().getFileName() + "-" + sdk.getFileName();
        require(
                !name.endsWith("-SNAPSHOT"),
                name + " is a snapshot: -Prelease drops that, unless -Dchangelist says so");
        for (String kind : FILES) {
            Path file = sdk.resolve(name + kind);
            require(Files.exists(file), file + " is missing");
            if (Files.exists(file)) {
                checkSums(file);
                boolean isSigned = Files.exists(sdk.resolve(name + kind + ".asc"));
                signed += isSigned ? 1 : 0;
                require(isSigned == signed > 0, file + " is not signed, but others are");
            }
        }
        Path pom = sdk.resolve(name + ".pom");
        if (Files.exists(pom)) {
            checkPom(pom);
        }
        Path jar = sdk.resolve(name + ".jar");
        if (Files.exists(jar)) {
            checkJar(jar, sdk.resolve(name + "-sources.jar"));
        }
    }

    private void checkSums(Path file) throws IOException {
        for (Map.Entry<String, String> kind : CHECKSUMS.entrySet()) {
            Path sum = file.resolveSibling(file.getFileName() + kind.getKey());
            require(
                    Files.exists(sum) && Files.readString(sum).strip().equals(sum(kind.getValue(), file)),
                    sum + " is missing or wrong");
        }
    }

    private static String sum(String algorithm, Path file) throws IOException {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(Files.readAllBytes(file)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has " + algorithm, e);
        }
    }

    private void checkPom(Path file) {
        try {
            Document pom = DocumentBuilderFactory.newDefaultInstance()
                    .newDocumentBuilder()
                    .parse(file.toFile());
            XPath path = XPathFactory.newInstance().newXPath();
            for (String element : ELEMENTS) {
                require(
                        !path.evaluate("/project/" + element, pom).isBlank(),
                        file.getFileName() + " has no <" + element.replace("/", "><") + ">");
            }
            for (String element : LEAKS) {
                require(
                        path.evaluate("count(/project/" + element + ")", pom).equals("0"),
                        file.getFileName() + " has <" + element + ">, which only this build needs");
            }
            require(
                    path.evaluate("count(//version[contains(., 'SNAPSHOT') or contains(., '$')])", pom)
                            .equals("0"),
                    file.getFileName() + " depends on a snapshot or on a property");
        } catch (ParserConfigurationException | SAXException | XPathExpressionException e) {
            mistakes.add(file + " is no POM: " + e.getMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void checkJar(Path file, Path sources) throws IOException {
        try (JarFile jar = new JarFile(file.toFile());
                JarFile source = new JarFile(sources.toFile())) {
            for (String needed : List.of("module-info.class", "META-INF/LICENSE", "META-INF/DEPENDENCIES")) {
                require(jar.getEntry(needed) != null, file.getFileName() + " has no " + needed);
            }
            List<String> classes = jar.stream()
                    .map(JarEntry::getName)
                    .filter(entry -> entry.endsWith(".class") && entry.contains("/"))
                    .toList();
            for (String entry : classes) {
                require(
                        source.getEntry(entry.replaceAll("(\\$.*)?\\.class$", ".java")) != null,
                        sources.getFileName() + " has no source of " + entry);
                String folder = entry.substring(0, entry.lastIndexOf('/'));
                Path other = packages.putIfAbsent(folder, file);
                require(other == null || other.equals(file), folder + " is in " + other + " and in " + file);
            }
        }
    }

    private void require(boolean holds, String mistake) {
        if (!holds) {
            mistakes.add(mistake);
        }
    }
}
