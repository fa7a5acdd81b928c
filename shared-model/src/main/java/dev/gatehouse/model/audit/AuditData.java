package dev.gatehouse.model.audit;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * What one audit record tells.
 *
 * @param action   noun and verb, such as {@code user.ban}
 * @param resource what it was done to, such as {@code user/01J...}
 * @param reason   why: the operator's words, or the code of the refusal
 * @param before   the resource before, where it existed
 * @param after    the resource after, where it exists
 * @param cause    the position in the change log that this record answers to, where the action went through it
 * @param node     the node that took the request
 * @param seq      counts the records of this node from 1
 * @param prevHash the hash of the node's record {@code seq - 1}; 64 zeros for the first
 * @param hash     SHA-256 in hex over this record without {@code hash}
 * @param intent   where it was asked for while the log was away: what was kept, and when
 * @param digests  SHA-256 in hex over members of a long record, by their names; {@code hash} covers these instead
 */
public record AuditData(
        Actor actor,
        String action,
        String resource,
        Outcome outcome,
        @Nullable String reason,
        @Nullable JsonNode before,
        @Nullable JsonNode after,
        @Nullable Receipt cause,
        String node,
        long seq,
        String prevHash,
        String hash,
        @Nullable Intention intent,
        @Nullable JsonNode digests) {

    /** A record of what was asked for when it was done. */
    public AuditData(Actor actor, String action, String resource, Outcome outcome, @Nullable String reason,
            @Nullable JsonNode before, @Nullable JsonNode after, @Nullable Receipt cause, String node, long seq,
            String prevHash, String hash) {
        this(actor, action, resource, outcome, reason, before, after, cause, node, seq, prevHash, hash, null, null);
    }
}
