package org.brokersdk.core.internal;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** Hashes text with SHA-256, in lower-case hexadecimal. */
public final class Sha256 {

    private static final Pattern HASH = Pattern.compile("[0-9a-fA-F]{64}");

    private Sha256() {}

    /** Returns the hash of a text. */
    public static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    /** Returns true if a text has the form of a hash. */
    public static boolean isHash(String text) {
        return HASH.matcher(text).matches();
    }
}
