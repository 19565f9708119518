package org.brokersdk.broker;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** The hash by which a secret is proved without being sent, in lower-case hexadecimal. */
final class Sha256 {

    private static final Pattern SHAPE = Pattern.compile("[0-9a-fA-F]{64}");

    private Sha256() {}

    static String of(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    /** Whether a text is one already. */
    static boolean is(String text) {
        return SHAPE.matcher(text).matches();
    }
}
