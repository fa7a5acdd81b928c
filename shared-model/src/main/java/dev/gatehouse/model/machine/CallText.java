package dev.gatehouse.model.machine;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What a machine signs with its session secret, by HMAC-SHA256, to make one call.
 *
 * @param keyId      the session key, header {@link #KEY}
 * @param method     in upper case
 * @param target     path and query exactly as they go over the wire
 * @param timestamp  milliseconds since 1970 UTC in decimal, header {@link #TIMESTAMP}
 * @param nonce      16 to 64 letters, digits, dashes and underscores, never twice, header {@link #NONCE}
 * @param ifMatch    the header {@code If-Match}; empty where there is none
 * @param bodySha256 of the body as it goes over the wire, 64 lower-case hexadecimal digits; see {@link #sha256}
 */
public record CallText(String keyId, String method, String target, String timestamp, String nonce, String ifMatch,
        String bodySha256) {

    public static final String KEY = "Gatehouse-Key";
    public static final String TIMESTAMP = "Gatehouse-Timestamp";
    public static final String NONCE = "Gatehouse-Nonce";
    /** The header with the signature, Base64url without padding. */
    public static final String SIGNATURE = "Gatehouse-Signature";

    /** The text, signed as UTF-8. */
    public String text() {
        return String.join("\n", "gatehouse-call-v1", keyId, method, target, timestamp, nonce, ifMatch, bodySha256);
    }

    /** The digest of a body; an absent body is an empty one. */
    public static String sha256(byte[] body) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
