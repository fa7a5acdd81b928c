package dev.gatehouse.server.call;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.model.error.ErrorCode;
import dev.gatehouse.model.error.FieldError;
import dev.gatehouse.model.error.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request that cannot be answered as asked, in words for the one who asked. It carries no stack trace of its own:
 * where something broke inside, that is the cause.
 */
public final class RequestFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final ErrorCode code;
    private final transient Hints hints;
    private final boolean recorded;

    /**
     * What goes with some failures.
     *
     * @param errors     one per wrong field
     * @param current    the resource as it stands
     * @param reason     why somebody was banned
     * @param until      when the ban or the lock ends
     * @param retryAfter when trying again makes sense
     */
    public record Hints(List<FieldError> errors, @Nullable JsonNode current, @Nullable String reason,
            @Nullable Instant until, @Nullable Duration retryAfter) {

        static final Hints NONE = new Hints(List.of(), null, null, null, null);
    }

    public RequestFailure(ErrorCode code, String detail) {
        this(code, detail, Hints.NONE, null, false);
    }

    public RequestFailure(ErrorCode code, String detail, @Nullable Throwable cause) {
        this(code, detail, Hints.NONE, cause, false);
    }

    private RequestFailure(ErrorCode code, String detail, Hints hints, @Nullable Throwable cause,
            boolean recorded) {
        super(detail, cause, false, false);
        this.code = code;
        this.hints = hints;
        this.recorded = recorded;
    }

    /** This failure, marked as one that the audit has already. */
    public RequestFailure asRecorded() {
        return new RequestFailure(code, detail(), hints, getCause(), true);
    }

    /** Whether the audit has it already. */
    public boolean recorded() {
        return recorded;
    }

    /** Some fields are not right. */
    public static RequestFailure invalid(List<FieldError> errors) {
        FieldError first = errors.getFirst();
        String detail = errors.size() == 1
                ? first.field() + ": " + first.message()
                : errors.size() + " fields are not right; see errors.";
        return new RequestFailure(ErrorCode.INVALID, detail, new Hints(errors, null, null, null, null), null,
                false);
    }

    /** One field is not right. */
    public static RequestFailure invalid(String field, String message) {
        return invalid(List.of(new FieldError(field, message)));
    }

    /** What a field names is not there. */
    public static RequestFailure notFound(String field, String message) {
        return new RequestFailure(ErrorCode.NOT_FOUND, message,
                new Hints(List.of(new FieldError(field, message)), null, null, null, null), null, false);
    }

    /** Somebody changed the resource meanwhile; {@code current} is how it stands. */
    public static RequestFailure stale(String detail, JsonNode current) {
        return new RequestFailure(ErrorCode.STALE_VERSION, detail, new Hints(List.of(), current, null, null, null),
                null, false);
    }

    /** Somebody is kept out. */
    public static RequestFailure banned(String detail, String reason, @Nullable Instant until) {
        return new RequestFailure(ErrorCode.BANNED, detail, new Hints(List.of(), null, reason, until, null), null,
                false);
    }

    /** It may work later. */
    public static RequestFailure later(ErrorCode code, String detail, Duration retryAfter) {
        return new RequestFailure(code, detail, new Hints(List.of(), null, null, null, retryAfter), null, false);
    }

    public ErrorCode code() {
        return code;
    }

    public Hints hints() {
        return hints;
    }

    /** What the one who asked is told of it (RFC 9457). */
    public Problem problem(String traceId) {
        return new Problem("urn:gatehouse:error:" + code.code(), code.title(), code.status(), detail(), code.code(),
                traceId, hints.errors(), hints.current(), hints.reason(), hints.until());
    }

    /** A wait in whole seconds, rounded up, at least one: who comes back then has waited long enough. */
    public static String seconds(Duration wait) {
        return Long.toString(Math.max(1, wait.plusMillis(999).toSeconds()));
    }

    /** One or two sentences for the one who asked. */
    public String detail() {
        return String.valueOf(getMessage());
    }
}
