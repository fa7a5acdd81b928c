package dev.gatehouse.server.trace;

import dev.gatehouse.model.api.TracesExchange.Order;
import dev.gatehouse.model.trace.Span;
import dev.gatehouse.model.trace.TraceSummary;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The traces that this node keeps. Safe for use by several threads. Every method throws
 * {@link dev.gatehouse.server.call.StorageException} where the data folder cannot be read or written.
 */
public interface TraceStore {

    /** How many spans of one trace a node keeps. */
    int MOST_SPANS = 2000;

    /**
     * What is kept of one trace.
     *
     * @param cut whether there was more than is kept
     */
    record Found(List<Span> spans, boolean cut) {

        public Found {
            spans = List.copyOf(spans);
        }
    }

    /** Keeps some works; one that is kept already changes nothing, and so does one beyond {@link #MOST_SPANS}. */
    void add(List<KeptWork> works);

    /** What is kept of a trace; nothing where it is not known. */
    Found find(String traceId);

    /**
     * Some traces.
     *
     * @param query a part of the name of the first span, or the begin of the trace's id; absent for all
     */
    List<TraceSummary> list(@Nullable String query, Order order, int limit);

    /** Forgets traces that began before {@code moment}, and the oldest of those that are more than {@code most}. */
    void forget(Instant moment, int most);
}
