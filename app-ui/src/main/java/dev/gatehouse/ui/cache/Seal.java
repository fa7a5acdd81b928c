package dev.gatehouse.ui.cache;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Seals values with AES-256-GCM under a key made of a password by PBKDF2-HMAC-SHA256. Each value has its own nonce,
 * which stands before it.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8018">RFC 8018, PKCS #5</a>
 * @see <a href="https://csrc.nist.gov/pubs/sp/800/38/d/final">NIST SP 800-38D, GCM</a>
 */
public final class Seal {

    /** As OWASP's password storage cheat sheet has it for PBKDF2-HMAC-SHA256. */
    private static final int ITERATIONS = 600_000;
    private static final int KEY_BITS = 512;
    private static final int AES_BYTES = 32;
    private static final int SALT_BYTES = 16;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final SecretKeySpec contents;
    private final SecretKeySpec names;
    private final SecureRandom random = new SecureRandom();

    private Seal(byte[] key) {
        contents = new SecretKeySpec(key, 0, AES_BYTES, "AES");
        names = new SecretKeySpec(key, AES_BYTES, key.length - AES_BYTES, "HmacSHA256");
    }

    /** A salt that nobody used before. */
    public static byte[] salt() {
        byte[] salt = new byte[SALT_BYTES];
        new SecureRandom().nextBytes(salt);
        return salt;
    }

    /** The seal of a password; takes some tenths of a second, so that guessing takes long. */
    public static Seal of(String password, byte[] salt) {
        PBEKeySpec spec = new PBEKeySpec(password.toCharArray(), salt, ITERATIONS, KEY_BITS);
        try {
            return new Seal(SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(spec).getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has PBKDF2.", e);
        } finally {
            spec.clearPassword();
        }
    }

    /** A name that tells nothing to whoever does not know the password; the same for the same text. */
    public byte[] name(String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(names);
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has HMAC-SHA256.", e);
        }
    }

    /** Seals {@code plain}. */
    public byte[] seal(byte[] plain) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce).doFinal(plain);
            return ByteBuffer.allocate(nonce.length + sealed.length).put(nonce).put(sealed).array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has AES-GCM.", e);
        }
    }

    /** What was sealed; absent where it was sealed with another password, or changed since. */
    public byte @Nullable [] open(byte[] sealed) {
        if (sealed.length <= NONCE_BYTES) {
            return null;
        }
        byte[] nonce = new byte[NONCE_BYTES];
        System.arraycopy(sealed, 0, nonce, 0, NONCE_BYTES);
        try {
            return cipher(Cipher.DECRYPT_MODE, nonce).doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES);
        } catch (AEADBadTagException notThisPassword) {
            return null;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has AES-GCM.", e);
        }
    }

    private Cipher cipher(int mode, byte[] nonce) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, contents, new GCMParameterSpec(TAG_BITS, nonce));
        return cipher;
    }
}
