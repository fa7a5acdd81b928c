package dev.gatehouse.server.trace;

import dev.gatehouse.model.api.TracesExchange.Order;
import dev.gatehouse.model.trace.TraceSummary;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/** Lists of traces that several nodes kept parts of. */
final class TraceLists {

    private TraceLists() {}

    /** What two nodes say of one trace. */
    static TraceSummary merged(TraceSummary one, TraceSummary other) {
        TraceSummary first = one.startedAt().isAfter(other.startedAt()) ? other : one;
        Instant end = end(one).isAfter(end(other)) ? end(one) : end(other);
        TreeSet<String> nodes = new TreeSet<>(one.nodes());
        nodes.addAll(other.nodes());
        return new TraceSummary(first.traceId(), first.name(), first.startedAt(),
                Duration.between(first.startedAt(), end).toNanos() / 1000, one.spans() + other.spans(),
                one.failed() || other.failed(), List.copyOf(nodes));
    }

    static List<TraceSummary> sorted(Collection<TraceSummary> items, Order order, int limit) {
        Comparator<TraceSummary> newest = Comparator.comparing(TraceSummary::startedAt).reversed();
        Comparator<TraceSummary> by = switch (order) {
            case NEWEST, FAILED -> newest;
            case SLOWEST -> Comparator.comparingLong(TraceSummary::durationMicros).reversed().thenComparing(newest);
        };
        return items.stream().sorted(by).limit(limit).toList();
    }

    private static Instant end(TraceSummary trace) {
        return trace.startedAt().plus(trace.durationMicros(), ChronoUnit.MICROS);
    }
}
