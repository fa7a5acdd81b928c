package dev.gatehouse.server.trace;

import dev.gatehouse.model.trace.Span;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Puts the spans of several nodes together. Nothing begins before what caused it: where a node's clock says so, its spans
 * are moved by the difference, and say by how much.
 */
final class TraceAssembly {

    private static final Comparator<Span> BY_BEGIN = Comparator.comparing(Span::startedAt)
            .thenComparing(Span::spanId);

    private final Map<String, Span> byId = new LinkedHashMap<>();
    private final Map<String, List<Span>> children = new HashMap<>();
    private final Map<String, Span> placed = new LinkedHashMap<>();

    private TraceAssembly(Collection<Span> spans) {
        spans.forEach(span -> byId.putIfAbsent(span.spanId(), span));
        for (Span span : byId.values()) {
            String parent = span.parentId();
            if (parent != null && byId.containsKey(parent)) {
                children.computeIfAbsent(parent, _ -> new ArrayList<>()).add(span);
            }
        }
    }

    /** All spans once, each after its parent, siblings in the order in which they began. */
    static List<Span> of(Collection<Span> spans) {
        TraceAssembly assembly = new TraceAssembly(spans);
        assembly.byId.values().stream()
                .filter(span -> span.parentId() == null || !assembly.byId.containsKey(span.parentId())).sorted(BY_BEGIN)
                .forEach(root -> assembly.place(root, 0));
        // What names itself as its own ancestor has no root; it is shown all the same.
        assembly.byId.values().stream().sorted(BY_BEGIN).forEach(span -> assembly.place(span, 0));
        return List.copyOf(assembly.placed.values());
    }

    /** @param moved how far the spans of this node were moved above it, in microseconds */
    private void place(Span span, long moved) {
        if (placed.containsKey(span.spanId())) {
            return;
        }
        Span parent = span.parentId() == null ? null : placed.get(span.parentId());
        long by = parent == null || parent.node().equals(span.node()) ? moved : early(span, parent.startedAt());
        placed.put(span.spanId(), by == 0 ? span : span.movedBy(by));
        children.getOrDefault(span.spanId(), List.of()).stream().sorted(BY_BEGIN).forEach(child -> place(child, by));
    }

    private static long early(Span span, Instant parentBegan) {
        return Math.max(0, ChronoUnit.MICROS.between(span.startedAt(), parentBegan));
    }

    /** The end of a span. */
    static Instant end(Span span) {
        return span.startedAt().plus(span.durationMicros(), ChronoUnit.MICROS);
    }
}
