package dev.gatehouse.server.auth;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.gatehouse.model.auth.TokenPair;
import dev.gatehouse.model.json.Json;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a pair of tokens so that only whoever holds the refresh token that was given for it can read it: AES-256-GCM
 * under a key that HKDF-SHA256 (RFC 5869) derives from that token. The result is 12 bytes of nonce and the sealed pair,
 * in Base64.
 */
final class Seal {

    private static final byte[] PURPOSE = "gatehouse refresh retry".getBytes(StandardCharsets.UTF_8);
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final SecureRandom random = new SecureRandom();

    /** Seals a pair for the holder of {@code refreshToken}. */
    String seal(TokenPair pair, String refreshToken) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, refreshToken, nonce)
                    .doFinal(Json.LENIENT.writeValueAsBytes(pair));
            byte[] whole = Arrays.copyOf(nonce, NONCE_BYTES + sealed.length);
            System.arraycopy(sealed, 0, whole, NONCE_BYTES, sealed.length);
            return Base64.getEncoder().encodeToString(whole);
        } catch (GeneralSecurityException | JsonProcessingException e) {
            throw new IllegalStateException("A pair of tokens cannot be sealed", e);
        }
    }

    /** What was sealed for the holder of {@code refreshToken}; absent where it was sealed for another, or is damaged. */
    @Nullable
    TokenPair open(String sealed, String refreshToken) {
        try {
            byte[] whole = Base64.getDecoder().decode(sealed);
            if (whole.length < NONCE_BYTES) {
                return null;
            }
            byte[] nonce = Arrays.copyOf(whole, NONCE_BYTES);
            byte[] opened = cipher(Cipher.DECRYPT_MODE, refreshToken, nonce).doFinal(whole, NONCE_BYTES,
                    whole.length - NONCE_BYTES);
            return Json.LENIENT.readValue(opened, TokenPair.class);
        } catch (GeneralSecurityException | IllegalArgumentException | java.io.IOException e) {
            return null;
        }
    }

    private static Cipher cipher(int mode, String refreshToken, byte[] nonce) throws GeneralSecurityException {
        SecretKey key = KDF.getInstance("HKDF-SHA256").deriveKey("AES", HKDFParameterSpec.ofExtract()
                .addIKM(refreshToken.getBytes(StandardCharsets.UTF_8)).thenExpand(PURPOSE, KEY_BYTES));
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        return cipher;
    }
}
