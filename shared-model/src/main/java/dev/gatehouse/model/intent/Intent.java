package dev.gatehouse.model.intent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.model.audit.Receipt;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A change that waits.
 *
 * @param id        its idempotency key: the same id takes effect once, however often it is handed in
 * @param target    the id of the user or the route; absent for one that is to be made
 * @param title     the name of what is to be changed, for people
 * @param version   the version that it was made upon; absent where that does not matter
 * @param body      as the request of its kind, without secrets; absent where that has none
 * @param base      the resource as its author saw it; absent for one that is to be made
 * @param by        the author's name
 * @param madeAt    when the author asked for it
 * @param expiresAt when it is no longer meant
 * @param detail    one sentence about its state
 * @param theirs    the resource as it stands, for a conflict
 * @param receipt   the position of the command in the log, once it was decided
 */
public record Intent(
        String id,
        IntentKind kind,
        @Nullable String target,
        String title,
        @Nullable Long version,
        @Nullable JsonNode body,
        @Nullable JsonNode base,
        String by,
        Instant madeAt,
        Instant expiresAt,
        IntentState state,
        @Nullable String detail,
        @Nullable JsonNode theirs,
        @Nullable Receipt receipt) {

    /** This intent in another state. */
    public Intent as(IntentState newState, @Nullable String newDetail) {
        return new Intent(id, kind, target, title, version, body, base, by, madeAt, expiresAt, newState, newDetail,
                theirs, receipt);
    }

    /** This intent, decided at a position of the log. */
    public Intent at(@Nullable Receipt position) {
        return new Intent(id, kind, target, title, version, body, base, by, madeAt, expiresAt, state, detail, theirs,
                position);
    }

    /** This intent with the resource as others left it. */
    public Intent against(@Nullable JsonNode current) {
        return new Intent(id, kind, target, title, version, body, base, by, madeAt, expiresAt, state, detail, current,
                receipt);
    }

    /** What this intent asks for together with a later one of its kind: the fields of an edited user add up. */
    public @Nullable JsonNode bodyWith(@Nullable JsonNode later) {
        if (kind != IntentKind.USER_UPDATE || !(body instanceof ObjectNode first)
                || !(later instanceof ObjectNode second)) {
            return later;
        }
        ObjectNode both = first.deepCopy();
        second.properties().forEach(field -> both.set(field.getKey(), field.getValue()));
        return both;
    }

    /** This intent, asking for something else upon another version. */
    public Intent revised(@Nullable Long newVersion, @Nullable JsonNode newBody, @Nullable JsonNode newBase,
            Instant newExpiry) {
        return new Intent(id, kind, target, title, newVersion, newBody, newBase, by, madeAt, newExpiry, state, detail,
                null, null);
    }
}
