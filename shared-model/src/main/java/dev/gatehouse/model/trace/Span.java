package dev.gatehouse.model.trace;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One measured piece of work.
 *
 * @param spanId         16 hex digits
 * @param parentId       the span that caused it; absent where nothing is known to have
 * @param service        the program, {@code gatehouse} for a node
 * @param node           the node that measured it
 * @param name           a few words, such as {@code POST /api/v1/users/{id}/ban}
 * @param startedAt      to the microsecond, by the clock of {@code node} and moved by {@code skewMicros}
 * @param durationMicros by that node's monotonic clock
 * @param attributes     what else is known
 * @param error          what went wrong; absent where nothing did
 * @param skewMicros     how far the span was moved because the clocks of two nodes differ: by its own clock it would
 *                       have begun before what caused it; absent where it was not
 */
public record Span(String spanId, @Nullable String parentId, String service, String node, String name, SpanKind kind,
        Instant startedAt, long durationMicros, SpanStatus status, Map<String, String> attributes,
        @Nullable String error, @Nullable Long skewMicros) {

    public Span {
        attributes = Map.copyOf(attributes);
    }

    /** This span, begun later by so many microseconds than its node's clock said. */
    public Span movedBy(long micros) {
        return new Span(spanId, parentId, service, node, name, kind, startedAt.plusNanos(micros * 1000), durationMicros,
                status, attributes, error, skewMicros == null ? micros : skewMicros + micros);
    }
}
