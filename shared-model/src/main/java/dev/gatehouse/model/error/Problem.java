package dev.gatehouse.model.error;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An error on the wire, {@code application/problem+json}.
 *
 * @param type    {@code urn:gatehouse:error:<code>}
 * @param detail  what happened this time and what to do about it
 * @param traceId finds this request in log, audit and traces
 * @param errors  one per wrong field; empty unless the request was wrong in its fields
 * @param current the resource as it stands, with {@code stale-version}
 * @param reason  why somebody was banned, with {@code banned}
 * @param until   when the ban or the lock ends, where it does
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9457">RFC 9457</a>
 */
public record Problem(
        String type,
        String title,
        int status,
        String detail,
        String code,
        String traceId,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<FieldError> errors,
        @Nullable JsonNode current,
        @Nullable String reason,
        @Nullable Instant until) {

    /** The media type of a problem. */
    public static final String MEDIA_TYPE = "application/problem+json";

    public Problem {
        errors = errors == null ? List.of() : List.copyOf(errors);
    }
}
