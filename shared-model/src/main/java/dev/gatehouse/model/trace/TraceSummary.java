package dev.gatehouse.model.trace;

import java.time.Instant;
import java.util.List;

/**
 * One trace in a list.
 *
 * @param name           of its first span
 * @param spans          how many the nodes kept
 * @param failed         whether any of them failed
 * @param nodes          those that kept some of it
 */
public record TraceSummary(String traceId, String name, Instant startedAt, long durationMicros, int spans,
        boolean failed, List<String> nodes) {

    public TraceSummary {
        nodes = List.copyOf(nodes);
    }
}
