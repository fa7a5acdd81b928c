package dev.gatehouse.server.call;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The trace that a call belongs to.
 *
 * @param traceId 32 hex digits
 * @param spanId  16 hex digits, this call's own
 * @param parentId the caller's span; absent where it named none
 * @see <a href="https://www.w3.org/TR/trace-context/">W3C Trace Context</a>
 */
public record Trace(String traceId, String spanId, @Nullable String parentId) {

    /** The trace of the call that this thread works for; unbound outside a call. */
    public static final ScopedValue<Trace> CURRENT = ScopedValue.newInstance();

    private static final Pattern TRACEPARENT = Pattern.compile("00-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}");
    private static final Pattern TRACE_ID = Pattern.compile("[0-9a-f]{32}");
    private static final String NO_TRACE = "0".repeat(32);

    /** A span of the trace that the caller named, or of a new one where it named none that is valid. */
    public static Trace continuing(@Nullable String traceparent, @Nullable String traceIdHeader) {
        if (traceparent != null) {
            var match = TRACEPARENT.matcher(traceparent);
            if (match.matches() && !match.group(1).equals(NO_TRACE)) {
                return new Trace(match.group(1), newSpanId(), match.group(2));
            }
        }
        if (traceIdHeader != null && TRACE_ID.matcher(traceIdHeader).matches() && !traceIdHeader.equals(NO_TRACE)) {
            return new Trace(traceIdHeader, newSpanId(), null);
        }
        return new Trace(newSpanId() + newSpanId(), newSpanId(), null);
    }

    /** The current call's trace, or a new one outside a call. */
    public static Trace current() {
        return CURRENT.isBound() ? CURRENT.get() : continuing(null, null);
    }

    /** The header {@code traceparent} for this span, marked as sampled. */
    public String traceparent() {
        return traceparent(spanId);
    }

    /** The header {@code traceparent} for a span of this trace, marked as sampled. */
    String traceparent(String span) {
        return "00-" + traceId + "-" + span + "-01";
    }

    /** 16 random hex digits. Ids of spans and traces are unique, not secret, so no request waits for the system's randomness. */
    static String newSpanId() {
        return HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    }
}
