package dev.gatehouse.server.audit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.model.audit.Actor;
import dev.gatehouse.model.audit.Intention;
import dev.gatehouse.model.audit.Outcome;
import dev.gatehouse.model.audit.Receipt;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is to be recorded, before it has its place in the chain.
 *
 * @param resource    what it was done to, such as {@code user/01J...}
 * @param reason      why: the operator's words, or the code of the refusal
 * @param before      the resource before, where it existed; without secrets
 * @param after       the resource after, where it exists; without secrets
 * @param cause       the position in the change log that this answers to
 * @param traceparent W3C Trace Context of the request
 * @param intent      where it was asked for while the log was away
 */
public record AuditDraft(
        Actor actor,
        Action action,
        String resource,
        Outcome outcome,
        @Nullable String reason,
        @Nullable JsonNode before,
        @Nullable JsonNode after,
        @Nullable Receipt cause,
        @Nullable String traceparent,
        Instant time,
        @Nullable Intention intent) {

    /** A draft with nothing but what every record has. */
    public static AuditDraft of(Actor actor, Action action, String resource, Outcome outcome, Instant time) {
        return new AuditDraft(actor, action, resource, outcome, null, null, null, null, null, time, null);
    }

    public AuditDraft withReason(@Nullable String newReason) {
        return new AuditDraft(actor, action, resource, outcome, newReason, before, after, cause, traceparent, time,
                intent);
    }

    public AuditDraft withChange(@Nullable JsonNode newBefore, @Nullable JsonNode newAfter) {
        return new AuditDraft(actor, action, resource, outcome, reason, newBefore, newAfter, cause, traceparent, time,
                intent);
    }

    public AuditDraft withCause(@Nullable Receipt newCause) {
        return new AuditDraft(actor, action, resource, outcome, reason, before, after, newCause, traceparent, time,
                intent);
    }

    public AuditDraft withTraceparent(@Nullable String newTraceparent) {
        return new AuditDraft(actor, action, resource, outcome, reason, before, after, cause, newTraceparent, time,
                intent);
    }

    public AuditDraft withIntent(@Nullable Intention newIntent) {
        return new AuditDraft(actor, action, resource, outcome, reason, before, after, cause, traceparent, time,
                newIntent);
    }
}
