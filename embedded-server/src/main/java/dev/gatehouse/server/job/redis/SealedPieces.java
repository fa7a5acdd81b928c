package dev.gatehouse.server.job.redis;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The pieces of one file, each under AES-256-GCM. The nonce is the piece's number, as a key seals one file only; the job, the
 * number and the count are authenticated, so that no piece can stand in another's place or be left out.
 */
final class SealedPieces {

    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final String id;
    private final int count;
    private final SecretKeySpec key;

    /** @param secret 32 bytes in Base64 */
    SealedPieces(String id, int count, String secret) {
        this.id = id;
        this.count = count;
        this.key = new SecretKeySpec(Base64.getDecoder().decode(secret), "AES");
    }

    byte[] seal(int number, byte[] piece) {
        try {
            return cipher(Cipher.ENCRYPT_MODE, number).doFinal(piece);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The file of a job cannot be sealed", e);
        }
    }

    /** A piece in clear; absent where it is none that was sealed under this key in this place. */
    byte @Nullable [] open(int number, byte[] sealed) {
        try {
            return cipher(Cipher.DECRYPT_MODE, number).doFinal(sealed);
        } catch (AEADBadTagException e) {
            return null;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The file of a job cannot be opened", e);
        }
    }

    private Cipher cipher(int mode, int number) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        byte[] nonce = ByteBuffer.allocate(NONCE_BYTES).putInt(number).array();
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD((id + ":" + number + ":" + count).getBytes(StandardCharsets.UTF_8));
        return cipher;
    }
}
