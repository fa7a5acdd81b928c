package dev.gatehouse.server.machine;

import dev.gatehouse.model.machine.Machine;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Machines' public keys: reading them, and checking what they signed. */
final class MachineKeys {

    private static final String ALGORITHM = "Ed25519";

    private MachineKeys() {}

    /**
     * Reads a public key, in Base64 or PEM.
     *
     * @return X.509 SubjectPublicKeyInfo in Base64, or absent where it is no Ed25519 key
     */
    static @Nullable String canonical(String text) {
        String base64 = text.replaceAll("-----(BEGIN|END) PUBLIC KEY-----", "").replaceAll("\\s", "");
        try {
            return Base64.getEncoder().encodeToString(publicKey(base64).getEncoded());
        } catch (GeneralSecurityException e) {
            return null;
        }
    }

    /** Whether {@code signature}, Base64url or Base64, is the machine's over {@code text}. */
    static boolean signed(Machine machine, String text, String signature) {
        String key = machine.publicKey();
        if (key == null) {
            return false;
        }
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(signature.replace('+', '-').replace('/', '_'));
            Signature check = Signature.getInstance(ALGORITHM);
            check.initVerify(publicKey(key));
            check.update(text.getBytes(StandardCharsets.UTF_8));
            return check.verify(bytes);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false;
        }
    }

    private static PublicKey publicKey(String base64) throws GeneralSecurityException {
        try {
            return KeyFactory.getInstance(ALGORITHM)
                    .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(base64)));
        } catch (IllegalArgumentException e) {
            throw new GeneralSecurityException("Not Base64", e);
        }
    }
}
