package dev.gatehouse.server.auth;

import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Set;

/**
 * Sessions and single tokens that are no longer good although they have not expired, shared by all nodes. They are
 * known by the SHA-256 of their id, in hex.
 */
public interface Denylist {

    /** Denies a session until its last access token has expired, or one token until it has. */
    void deny(String hash, Instant until);

    /** Denies several at once. */
    void denyAll(Map<String, Instant> denials);

    /** Takes note of a denial that another node has told of; does not wait for a disk. */
    default void heard(String hash, Instant until) {}

    /** Which of these are denied. */
    Set<String> denied(Collection<String> hashes);

    /** What can be told without asking anybody else; all of it is in {@link #all} too. */
    default Map<String, Instant> kept() {
        return Map.of();
    }

    /** Everything denied now, with the moment until which it is. */
    Map<String, Instant> all();
}
