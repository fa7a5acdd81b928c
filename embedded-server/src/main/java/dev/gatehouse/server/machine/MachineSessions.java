package dev.gatehouse.server.machine;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.gatehouse.model.json.Json;
import dev.gatehouse.model.machine.CallText;
import dev.gatehouse.model.machine.Machine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;
import org.jspecify.annotations.Nullable;

/**
 * Sessions of machines. The live state holds each under the digest of its key id, sealed by AES-256-GCM with a key that
 * HKDF-SHA256 derives from the key id; the key id itself is with the machine alone. So whoever reads the live state
 * cannot sign calls, and whoever sees a key id pass by cannot either.
 */
final class MachineSessions {

    private static final int SECRET_BYTES = 32;
    private static final int KEY_ID_CHARACTERS = 43;
    private static final int IV_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final byte[] PURPOSE = "gatehouse-machine-session-v1".getBytes(StandardCharsets.UTF_8);

    private final MachineStore store;
    private final Duration lifetime;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    /**
     * A session.
     *
     * @param name      under which the live state has it; tells nothing to whoever reads it
     * @param machineId whose it is
     * @param keySince  of the key that opened it, or of the machine where a certificate did
     * @param secret    Base64url
     */
    record Session(String name, String machineId, Instant keySince, String secret, Instant openedAt,
            Instant expiresAt) {

        @Override
        public String toString() {
            return "Session[" + name + " of " + machineId + "]";
        }
    }

    /** A session that was just opened, and the key id that opens its seal. */
    record Opened(String keyId, Session session) {}

    /** @param lifetime of a session */
    MachineSessions(MachineStore store, Duration lifetime, Clock clock) {
        this.store = store;
        this.lifetime = lifetime;
        this.clock = clock;
    }

    /** Opens a session of a machine that has proved itself. */
    Opened open(Machine machine) {
        String keyId = randomText();
        Instant now = clock.instant();
        Session session = new Session(name(keyId), machine.id(), machine.keySince(), randomText(), now,
                now.plus(lifetime));
        store.putSession(session.name(), sealed(keyId, session), session.expiresAt());
        return new Opened(keyId, session);
    }

    /** The session behind a key id; absent where it is over or never was. */
    @Nullable
    Session find(String keyId) {
        if (keyId.length() != KEY_ID_CHARACTERS) {
            return null;
        }
        String sealed = store.session(name(keyId));
        Session session = sealed == null ? null : unsealed(keyId, sealed);
        return session == null || !clock.instant().isBefore(session.expiresAt()) ? null : session;
    }

    /** 32 random bytes, Base64url without padding. */
    String randomText() {
        byte[] bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static String name(String keyId) {
        return CallText.sha256(keyId.getBytes(StandardCharsets.UTF_8));
    }

    private String sealed(String keyId, Session session) {
        byte[] iv = new byte[IV_BYTES];
        random.nextBytes(iv);
        try {
            byte[] text = cipher(Cipher.ENCRYPT_MODE, keyId, iv).doFinal(Json.LENIENT.writeValueAsBytes(session));
            byte[] whole = Arrays.copyOf(iv, IV_BYTES + text.length);
            System.arraycopy(text, 0, whole, IV_BYTES, text.length);
            return Base64.getEncoder().encodeToString(whole);
        } catch (GeneralSecurityException | JsonProcessingException e) {
            throw new IllegalStateException("A machine's session cannot be sealed", e);
        }
    }

    private static @Nullable Session unsealed(String keyId, String sealed) {
        try {
            byte[] whole = Base64.getDecoder().decode(sealed);
            byte[] text = cipher(Cipher.DECRYPT_MODE, keyId, Arrays.copyOf(whole, IV_BYTES)).doFinal(whole, IV_BYTES,
                    whole.length - IV_BYTES);
            return Json.LENIENT.readValue(text, Session.class);
        } catch (GeneralSecurityException | IOException | IllegalArgumentException e) {
            throw new IllegalStateException("The live state holds a machine's session that cannot be opened", e);
        }
    }

    private static Cipher cipher(int mode, String keyId, byte[] iv) throws GeneralSecurityException {
        SecretKey key = KDF.getInstance("HKDF-SHA256").deriveKey("AES", HKDFParameterSpec.ofExtract()
                .addIKM(keyId.getBytes(StandardCharsets.UTF_8)).thenExpand(PURPOSE, 32));
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, iv));
        return cipher;
    }
}
