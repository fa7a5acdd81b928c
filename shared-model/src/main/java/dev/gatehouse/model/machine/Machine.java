package dev.gatehouse.model.machine;

import dev.gatehouse.model.auth.Role;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A service that may call the REST interface.
 *
 * @param id        26 characters, sorted by creation (ULID); never changes
 * @param name      unique among the machines that are not retired, without regard to case
 * @param role      what it may do: {@link Role#VIEWER} or {@link Role#OPERATOR}
 * @param publicKey Ed25519, X.509 SubjectPublicKeyInfo in Base64; absent where the machine proves itself by a TLS client
 *                  certificate whose common name is {@code name}
 * @param keySince  when {@code publicKey} was registered
 * @param retiredAt when it was retired; it never comes back
 * @param version   counts the changes of this machine from 1
 */
public record Machine(String id, String name, Role role, @Nullable String publicKey, Instant keySince,
        Instant createdAt, @Nullable Instant retiredAt, long version) {

    /** The age from which on a key, or a client certificate by its {@code notBefore}, opens no session any more. */
    public static final Duration LONGEST_KEY_AGE = Duration.ofDays(7);

    /** The age up to which a key that is too old for sessions still signs for the key that takes its place. */
    public static final Duration ROTATION_GRACE = Duration.ofDays(30);
}
