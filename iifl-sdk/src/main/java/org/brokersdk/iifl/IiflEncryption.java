package org.brokersdk.iifl;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.IllegalBlockSizeException;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.brokersdk.core.internal.Preconditions;

/**
 * Encryption of IIFL's logins: AES-256 in CBC mode, with a key and an IV that PBKDF2 derives from the encryption key.
 *
 * <p>{@link IiflClient} encrypts by itself. Only calls of {@link IiflClient#api()} need this class. The same text
 * always encrypts to the same result, so TLS must keep the values secret. Immutable and safe to share between threads.
 */
public final class IiflEncryption {

    private static final byte[] SALT = {83, 71, 26, 58, 54, 35, 22, 11, 83, 71, 26, 58, 54, 35, 22, 11};
    private static final int ITERATIONS = 1000;
    private static final int IV_BYTES = 16;
    private static final int KEY_BYTES = 32;

    /** The key that was derived last. It stays in memory while a client uses it. */
    private static volatile WeakReference<IiflEncryption> latest = new WeakReference<>(null);

    private final String encryptionKey;
    private final SecretKeySpec key;
    private final IvParameterSpec iv;

    /**
     * Derives the key, which takes a moment.
     *
     * @param encryptionKey the key as IIFL gave it; it is not Base64, although it looks like Base64
     * @throws IllegalArgumentException if the argument is null or blank
     */
    public IiflEncryption(String encryptionKey) {
        this.encryptionKey = Preconditions.required("encryptionKey", encryptionKey);
        try {
            byte[] derived = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA1")
                    .generateSecret(new PBEKeySpec(
                            encryptionKey.toCharArray(), SALT, ITERATIONS, (IV_BYTES + KEY_BYTES) * Byte.SIZE))
                    .getEncoded();
            this.iv = new IvParameterSpec(derived, 0, IV_BYTES);
            this.key = new SecretKeySpec(derived, IV_BYTES, KEY_BYTES, "AES");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java lacks PBKDF2WithHmacSHA1", e);
        }
    }

    /**
     * Returns the encryption for a key. A program that builds a client for each login would otherwise derive the same
     * key each time.
     */
    static IiflEncryption of(String encryptionKey) {
        IiflEncryption encryption = latest.get();
        if (encryption == null || !encryption.encryptionKey.equals(encryptionKey)) {
            encryption = new IiflEncryption(encryptionKey);
            latest = new WeakReference<>(encryption);
        }
        return encryption;
    }

    /**
     * Encrypts a value, unless it is already encrypted under this key.
     *
     * @param value plain or encrypted
     * @return the encrypted value, in Base64
     * @throws IllegalArgumentException if the argument is null or blank
     */
    public String encrypt(String value) {
        Preconditions.required("value", value);
        return encryptPlain(plain(value));
    }

    /** Returns the value, decrypted if it is encrypted under this key. */
    String plain(String value) {
        try {
            byte[] bytes = cipher(Cipher.DECRYPT_MODE, Base64.getDecoder().decode(value));
            String plain = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            boolean readable = !plain.isBlank() && plain.codePoints().noneMatch(Character::isISOControl);
            return readable && encryptPlain(plain).equals(value) ? plain : value;
        } catch (IllegalArgumentException
                | BadPaddingException
                | IllegalBlockSizeException
                | CharacterCodingException e) {
            return value;
        }
    }

    String encryptPlain(String plain) {
        try {
            return Base64.getEncoder().encodeToString(cipher(Cipher.ENCRYPT_MODE, plain.getBytes(UTF_8)));
        } catch (BadPaddingException | IllegalBlockSizeException e) {
            throw new IllegalStateException("Padding makes every text fit", e);
        }
    }

    private byte[] cipher(int mode, byte[] bytes) throws BadPaddingException, IllegalBlockSizeException {
        Cipher cipher;
        try {
            cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
            cipher.init(mode, key, iv);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java lacks AES with a key of 256 bits", e);
        }
        return cipher.doFinal(bytes);
    }
}
