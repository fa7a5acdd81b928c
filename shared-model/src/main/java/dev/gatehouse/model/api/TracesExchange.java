package dev.gatehouse.model.api;

import dev.gatehouse.model.audit.AuditEntry;
import dev.gatehouse.model.trace.Span;
import dev.gatehouse.model.trace.TraceSummary;
import java.time.Instant;
import java.util.List;

/** {@code /api/v1/traces}: {@code GET} answers with {@link Traces}, {@code GET /{traceId}} with a {@link Trace}. */
public final class TracesExchange {

    public static final String PATH = "/api/v1/traces";

    private TracesExchange() {}

    /** The path of one trace. */
    public static String path(String traceId) {
        return PATH + "/" + traceId;
    }

    /** In which order traces are listed. */
    public enum Order {
        NEWEST,
        SLOWEST,
        /** Only those with a failure, newest first. */
        FAILED
    }

    /**
     * Traces that the nodes kept.
     *
     * @param missing live nodes that did not answer in time
     */
    public record Traces(List<TraceSummary> items, List<String> missing) {

        public Traces {
            items = List.copyOf(items);
            missing = List.copyOf(missing);
        }
    }

    /**
     * One trace, as all nodes together know it.
     *
     * @param startedAt      when its first span began
     * @param durationMillis from the begin of the first to the end of the last
     * @param spans          in the order in which they began; a parent comes before its children
     * @param records        its audit records, oldest first
     * @param missing        live nodes that did not answer in time
     * @param cut            whether there were more spans than are kept of one trace
     */
    public record Trace(String traceId, Instant startedAt, long durationMillis, List<Span> spans,
            List<AuditEntry> records, List<String> missing, boolean cut) {

        public Trace {
            spans = List.copyOf(spans);
            records = List.copyOf(records);
            missing = List.copyOf(missing);
        }
    }
}
