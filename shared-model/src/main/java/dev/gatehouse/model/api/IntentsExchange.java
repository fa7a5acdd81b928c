package dev.gatehouse.model.api;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.model.audit.Receipt;
import dev.gatehouse.model.intent.Intent;
import dev.gatehouse.model.intent.IntentKind;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code /api/v1/intents}: changes that a node keeps until the log takes them. */
public final class IntentsExchange {

    public static final String PATH = "/api/v1/intents";

    private IntentsExchange() {}

    /** The path of one intent. */
    public static String path(String id) {
        return PATH + "/" + id;
    }

    /**
     * {@code POST}: keeps a change, and submits it at once where the log answers and nothing is destroyed by it.
     * Answered with {@link Kept}; the same id again is answered with the intent as it stands.
     *
     * @param id        26 characters; absent for a new one
     * @param version   the version that it was made upon, as {@code If-Match} of its kind
     * @param body      as the request of its kind
     * @param base      the resource as its author saw it
     * @param madeAt    absent for now
     * @param expiresAt absent for a day after {@code madeAt}; at most seven days after it
     */
    public record KeepRequest(@Nullable String id, @Nullable IntentKind kind, @Nullable String target,
            @Nullable Long version, @Nullable JsonNode body, @Nullable JsonNode base, @Nullable Instant madeAt,
            @Nullable Instant expiresAt) {}

    /** {@code PUT /{id}}: asks for something else, upon another version; it waits anew. Answered with {@link Kept}. */
    public record ReviseRequest(@Nullable Long version, @Nullable JsonNode body, @Nullable JsonNode base) {}

    /**
     * An intent as it stands.
     *
     * @param intent  its fields stand beside the record on the wire
     * @param kept    the position of the audit record
     */
    public record Kept(@JsonUnwrapped Intent intent, Receipt kept) {}

    /** {@code GET}: those that are not over, oldest first, then those of the last week that are. */
    public record Listing(List<Intent> items) {}
}
