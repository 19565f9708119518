package org.brokersdk.tests;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.brokersdk.iifl.IiflEncryption;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Secrets of the tests, and a record of everything that is printed and thrown while the tests run. No text of the SDKs
 * contains one of these secrets, so a secret in the record is a leak.
 */
public final class Canaries implements TestExecutionListener {

    /** Passwords, keys and tokens of the tests. */
    public static final List<String> ALL =
            List.of("s3cret", "s3cr3t", "t0ken", "acc3ss", "t0k-9f8e", "pr0xy", Sdk.PASSWORD, Sdk.ACCESS, "s3cur3Id");

    /** Encodings in which a secret may leak. */
    private static final Map<String, UnaryOperator<String>> ENCODINGS = new TreeMap<>(Map.ofEntries(
            Map.entry("as it is", text -> text),
            Map.entry("in upper case", text -> text.toUpperCase(Locale.ROOT)),
            Map.entry("in lower case", text -> text.toLowerCase(Locale.ROOT)),
            Map.entry(
                    "JSON",
                    text -> text.replace("\\", "\\\\").replace("\"", "\\\"").replace("/", "\\/")),
            Map.entry("JSON, each character", eachCharacter(c -> "\\u%04x".formatted((int) c))),
            Map.entry("JSON in JSON", eachCharacter(c -> "\\\\u%04X".formatted((int) c))),
            Map.entry(
                    "HTML",
                    text -> text.replace("&", "&amp;")
                            .replace("<", "&lt;")
                            .replace(">", "&gt;")
                            .replace("\"", "&quot;")
                            .replace("'", "&#39;")),
            Map.entry("HTML, decimal", eachCharacter(c -> "&#" + (int) c + ";")),
            Map.entry("HTML, hexadecimal", eachCharacter(c -> "&#x%X;".formatted((int) c))),
            Map.entry("HTML in HTML", eachCharacter(c -> "&amp;#" + (int) c + ";")),
            Map.entry(
                    "URL",
                    eachCharacter(c -> Character.isLetterOrDigit(c) ? String.valueOf(c) : "%%%02X".formatted((int) c))),
            Map.entry("URL, each character", eachCharacter(c -> "%%%02x".formatted((int) c))),
            Map.entry("URL in URL", eachCharacter(c -> "%%25%02x".formatted((int) c))),
            Map.entry("escapes of six layers", eachCharacter(c -> "%2525252525" + "%02x".formatted((int) c))),
            Map.entry("Base64", text -> base64(text, 0, 0)),
            Map.entry("Base64, shifted by one", text -> base64(text, 1, 1)),
            Map.entry("Base64, shifted by two", text -> base64(text, 2, 2)),
            Map.entry(
                    "Base64 for URLs",
                    text -> Base64.getUrlEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8))),
            Map.entry("hexadecimal", text -> HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8))),
            Map.entry(
                    "hexadecimal, upper case",
                    text -> HexFormat.of().withUpperCase().formatHex(text.getBytes(StandardCharsets.UTF_8)))));

    private static final StringBuffer PRINTED = new StringBuffer();
    private static final Recording THROWN = new Recording();
    private static final Set<String> ENGINES = ConcurrentHashMap.newKeySet();

    @Override
    public void testPlanExecutionStarted(TestPlan plan) {
        plan.getRoots().forEach(engine -> ENGINES.add(engine.getUniqueId()));
        System.setOut(new PrintStream(new TeeOutputStream(System.out), true));
        System.setErr(new PrintStream(new TeeOutputStream(System.err), true));
        THROWN.enable("jdk.JavaExceptionThrow").withStackTrace();
        THROWN.enable("jdk.JavaErrorThrow").withStackTrace();
        THROWN.start();
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        ENGINES.remove(test.getUniqueId());
    }

    /** Returns the test engines that are still running. */
    public static Set<String> engines() {
        return ENGINES;
    }

    /** Returns everything that was printed so far. */
    public static String printed() {
        return PRINTED.toString();
    }

    /** Returns the messages of everything that an SDK has thrown so far. */
    public static List<String> thrown(Path file) throws IOException {
        THROWN.dump(file);
        List<String> messages = new ArrayList<>();
        try (RecordingFile recording = new RecordingFile(file)) {
            while (recording.hasMoreEvents()) {
                RecordedEvent event = recording.readEvent();
                if (event.getString("message") != null && isOfAnSdk(event)) {
                    messages.add(event.getString("message"));
                }
            }
        }
        return messages;
    }

    /** Returns the encodings of a secret. */
    public static Set<String> encodings(String canary) {
        Set<String> all = new LinkedHashSet<>();
        ENCODINGS.values().forEach(encoding -> all.add(encoding.apply(canary).toLowerCase(Locale.ROOT)));
        all.add(Sdk.sha256(canary));
        all.add(new IiflEncryption("encryption-key").encrypt(canary).toLowerCase(Locale.ROOT));
        return all;
    }

    private static UnaryOperator<String> eachCharacter(Function<Character, String> encoding) {
        return text -> text.chars().mapToObj(c -> encoding.apply((char) c)).collect(Collectors.joining());
    }

    private static String base64(String text, int prefix, int suffix) {
        byte[] bytes = ("<".repeat(prefix) + text + ">".repeat(suffix)).getBytes(StandardCharsets.UTF_8);
        String all = Base64.getEncoder().encodeToString(bytes);
        // Omits the characters that contain bits of the characters around the text.
        int start = (prefix * 8 + 5) / 6;
        return all.substring(start, (prefix + text.length()) * 8 / 6);
    }

    private static boolean isOfAnSdk(RecordedEvent event) {
        if (Sdk.isOfAnSdk(event.getClass("thrownClass").getName())) {
            return true;
        }
        // The first frames are the constructors of the exception.
        return event.getStackTrace() != null
                && event.getStackTrace().getFrames().stream()
                        .map(frame -> frame.getMethod().getType().getName())
                        .filter(type -> !type.startsWith("java.lang."))
                        .findFirst()
                        .filter(Sdk::isOfAnSdk)
                        .isPresent();
    }

    /** Stream that copies its output to the record. */
    private static final class TeeOutputStream extends OutputStream {

        private final OutputStream target;
        private final ByteArrayOutputStream line = new ByteArrayOutputStream();

        private TeeOutputStream(OutputStream target) {
            this.target = target;
        }

        @Override
        public synchronized void write(int character) throws IOException {
            target.write(character);
            line.write(character);
            if (character == '\n') {
                PRINTED.append(line.toString(StandardCharsets.UTF_8));
                line.reset();
            }
        }

        @Override
        public void flush() throws IOException {
            target.flush();
        }
    }
}
