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
 * @param origin   who made the trace's id
 * @see <a href="https://www.w3.org/TR/trace-context/">W3C Trace Context</a>
 */
public record Trace(String traceId, String spanId, @Nullable String parentId, Origin origin) {

    /** Who made a trace's id. */
    public enum Origin {
        /** A node, at random: every node may draw by it. */
        NODE,
        /** The caller of this node, who may have chosen it. */
        CALLER,
        /** The caller of a node that passed it on to this one. */
        FOREIGN
    }

    /** The trace of the call that this thread works for; unbound outside a call. */
    public static final ScopedValue<Trace> CURRENT = ScopedValue.newInstance();

    private static final Pattern TRACEPARENT = Pattern.compile("00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})");
    private static final Pattern TRACE_ID = Pattern.compile("[0-9a-f]{32}");
    private static final String NO_TRACE = "0".repeat(32);
    private static final String DRAWN_BY_ID = "01";
    private static final String DRAWN_BY_ITS_NODE = "00";

    /** A span of a new trace. */
    public static Trace begin() {
        return new Trace(newSpanId() + newSpanId(), newSpanId(), null, Origin.NODE);
    }

    /** A span of the trace that a caller from outside named, or of a new one where it named none that is valid. */
    public static Trace called(@Nullable String traceparent, @Nullable String traceIdHeader) {
        if (traceparent != null) {
            var match = TRACEPARENT.matcher(traceparent);
            if (match.matches() && !match.group(1).equals(NO_TRACE)) {
                return new Trace(match.group(1), newSpanId(), match.group(2), Origin.CALLER);
            }
        }
        if (traceIdHeader != null && TRACE_ID.matcher(traceIdHeader).matches() && !traceIdHeader.equals(NO_TRACE)) {
            return new Trace(traceIdHeader, newSpanId(), null, Origin.CALLER);
        }
        return begin();
    }

    /** A span of the trace that a node named with {@link #traceparent()}, or of a new one where it named none. */
    public static Trace continuing(@Nullable String traceparent) {
        var match = TRACEPARENT.matcher(traceparent == null ? "" : traceparent);
        return match.matches()
                ? new Trace(match.group(1), newSpanId(), match.group(2),
                        match.group(3).equals(DRAWN_BY_ID) ? Origin.NODE : Origin.FOREIGN)
                : begin();
    }

    /** The current call's trace, or a new one outside a call. */
    public static Trace current() {
        return CURRENT.isBound() ? CURRENT.get() : begin();
    }

    /** The header {@code traceparent} for this span, marked as sampled where all nodes draw by the trace's id. */
    public String traceparent() {
        return traceparent(spanId);
    }

    /** The same for a span of this trace. */
    String traceparent(String span) {
        return "00-" + traceId + "-" + span + "-" + (origin == Origin.NODE ? DRAWN_BY_ID : DRAWN_BY_ITS_NODE);
    }

    /** 16 random hex digits. Ids of spans and traces are unique, not secret, so no request waits for the system's randomness. */
    static String newSpanId() {
        return HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    }
}
