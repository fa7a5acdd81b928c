package dev.gatehouse.ui.trace;

import dev.gatehouse.model.trace.Span;
import dev.gatehouse.model.trace.SpanStatus;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One bar of a waterfall.
 *
 * @param depth how many spans it is nested in
 * @param from  where its bar begins, as a share of the whole trace
 * @param share how long its bar is, as a share of the whole trace
 */
public record SpanRow(Span span, int depth, double from, double share) {

    /** What does the work of a span. */
    public enum Layer {
        CALL,
        LOG,
        REDIS,
        SQLITE,
        BUS
    }

    /** Who does the work, for its colour. */
    public Layer layer() {
        String name = span.name();
        if (name.startsWith("redis")) {
            return Layer.REDIS;
        }
        if (name.startsWith("sqlite")) {
            return Layer.SQLITE;
        }
        if (name.startsWith("bus")) {
            return Layer.BUS;
        }
        return name.startsWith("append") || name.startsWith("apply") || name.startsWith("change")
                ? Layer.LOG
                : Layer.CALL;
    }

    /** Whether it failed. */
    public boolean failed() {
        return span.status() == SpanStatus.ERROR;
    }

    /** The rows of a trace, whose spans come parents first. */
    static List<SpanRow> of(List<Span> spans) {
        if (spans.isEmpty()) {
            return List.of();
        }
        Instant begin = Collections.min(spans.stream().map(Span::startedAt).toList());
        long whole = 1;
        for (Span span : spans) {
            whole = Math.max(whole, ChronoUnit.MICROS.between(begin, span.startedAt()) + span.durationMicros());
        }
        Map<String, Integer> depths = new HashMap<>();
        List<SpanRow> rows = new ArrayList<>(spans.size());
        for (Span span : spans) {
            String parent = span.parentId();
            int depth = parent == null ? 0 : depths.getOrDefault(parent, -1) + 1;
            depths.put(span.spanId(), depth);
            rows.add(new SpanRow(span, depth, (double) ChronoUnit.MICROS.between(begin, span.startedAt()) / whole,
                    (double) span.durationMicros() / whole));
        }
        return rows;
    }
}
