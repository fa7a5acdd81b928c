package dev.gatehouse.server.trace;

import dev.gatehouse.model.trace.Span;
import dev.gatehouse.model.trace.SpanStatus;
import dev.gatehouse.server.call.Work;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one node did for a trace at one go.
 *
 * @param spans the whole comes first
 * @param cut   whether there was more than is kept
 */
public record KeptWork(String traceId, List<Span> spans, boolean cut) {

    static final String SERVICE = "gatehouse";

    public KeptWork {
        spans = List.copyOf(spans);
    }

    /** The whole of it. */
    public Span whole() {
        return spans.getFirst();
    }

    /** A work that is done, in the words of the model. */
    static KeptWork of(Work work, String node) {
        List<Span> spans = new ArrayList<>();
        for (Work.Timing timing : work.timings()) {
            Span span = span(work, timing, node);
            if (timing.spanId().equals(work.trace().spanId())) {
                spans.addFirst(span);
            } else {
                spans.add(span);
            }
        }
        return new KeptWork(work.trace().traceId(), spans, work.isCut());
    }

    private static Span span(Work work, Work.Timing timing, String node) {
        Map<String, String> attributes = new LinkedHashMap<>();
        List<String> notes = timing.notes();
        for (int i = 0; i + 1 < notes.size(); i += 2) {
            attributes.merge(notes.get(i), notes.get(i + 1), (one, other) -> one + " " + other);
        }
        Instant startedAt = work.startedAt().plusNanos(timing.fromNanos()).truncatedTo(ChronoUnit.MICROS);
        String error = timing.error();
        return new Span(timing.spanId(), timing.parentId(), SERVICE, node, timing.name(), timing.kind(), startedAt,
                timing.nanos() / 1000, error == null ? SpanStatus.OK : SpanStatus.ERROR, attributes, error, null);
    }
}
