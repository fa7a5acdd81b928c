package dev.gatehouse.model.api;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.gatehouse.model.audit.Receipt;
import dev.gatehouse.model.auth.Role;
import dev.gatehouse.model.machine.Machine;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code /api/v1/machines}: services that prove themselves with a key. {@code DELETE /{id}} retires one. */
public final class MachinesExchange {

    public static final String PATH = "/api/v1/machines";
    public static final String CHALLENGE_PATH = PATH + "/challenge";
    public static final String HANDSHAKE_PATH = PATH + "/handshake";

    private MachinesExchange() {}

    /** The path of one machine. */
    public static String path(String id) {
        return PATH + "/" + id;
    }

    /** The path at which a machine's key is replaced. */
    public static String keysPath(String id) {
        return path(id) + "/keys";
    }

    /**
     * {@code POST}: answered with 201 and {@link Changed}.
     *
     * @param role      viewer (the default) or operator
     * @param publicKey Ed25519, X.509 SubjectPublicKeyInfo in Base64 or PEM; absent where the machine proves itself by a
     *                  TLS client certificate whose common name is {@code name}
     */
    public record CreateRequest(@Nullable String name, @Nullable Role role, @Nullable String publicKey) {}

    /** A machine as the change left it; its fields stand beside the receipt on the wire. */
    public record Changed(@JsonUnwrapped Machine machine, Receipt receipt) {}

    /** All machines, retired ones too, the newest first. */
    public record Machines(List<Machine> items) {}

    /** {@code POST /challenge}. */
    public record ChallengeRequest(@Nullable String machineId) {}

    /** @param challenge good for one try, until {@code expiresAt} */
    public record Challenge(String challenge, Instant expiresAt) {}

    /**
     * {@code POST /handshake}.
     *
     * @param signature by the machine's key over {@link dev.gatehouse.model.machine.HandshakeText}, Base64url; absent
     *                  together with {@code challenge} where a TLS client certificate speaks for the machine
     */
    public record HandshakeRequest(@Nullable String machineId, @Nullable String challenge,
            @Nullable String signature) {}

    /**
     * A session: calls signed with {@code secret} are the machine's until {@code expiresAt}.
     *
     * @param keyId  sent with every call; who reads it can do nothing without the secret
     * @param secret 32 bytes, Base64url; shown this once
     */
    public record SessionKey(String keyId, String secret, Instant expiresAt) {

        @Override
        public String toString() {
            return "SessionKey[expiresAt=" + expiresAt + "]";
        }
    }

    /**
     * {@code POST /{id}/keys}: a new key, asked for by an administrator, or by the machine itself.
     *
     * @param publicKey as in {@link CreateRequest}
     * @param challenge for the machine itself
     * @param signature for the machine itself: by the old key over {@link dev.gatehouse.model.machine.RotationText}
     */
    public record RotateRequest(@Nullable String publicKey, @Nullable String challenge, @Nullable String signature) {}
}
