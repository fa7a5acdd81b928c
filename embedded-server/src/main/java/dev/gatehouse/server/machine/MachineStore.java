package dev.gatehouse.server.machine;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What machines leave behind for a while, shared by all nodes. Names are digests; an entry is gone from its {@code until}
 * on.
 */
public interface MachineStore {

    /** Remembers a challenge. */
    void putChallenge(String name, Instant until);

    /** Takes a challenge away; of all callers on all nodes one is told that it was there. */
    boolean takeChallenge(String name);

    /** Remembers a session, sealed. */
    void putSession(String name, String sealed, Instant until);

    /** A session, sealed. */
    @Nullable
    String session(String name);

    /** Remembers a nonce; of all callers on all nodes one is told that it is new. */
    boolean isNew(String nonce, Instant until);
}
