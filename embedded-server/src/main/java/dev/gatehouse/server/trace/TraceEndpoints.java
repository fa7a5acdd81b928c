package dev.gatehouse.server.trace;

import dev.gatehouse.model.api.TracesExchange;
import dev.gatehouse.model.api.TracesExchange.Order;
import dev.gatehouse.model.audit.AuditEntry;
import dev.gatehouse.model.error.ErrorCode;
import dev.gatehouse.model.trace.Span;
import dev.gatehouse.server.call.RequestFailure;
import dev.gatehouse.server.http.Access;
import dev.gatehouse.server.http.Endpoint;
import dev.gatehouse.server.http.Exchange;
import dev.gatehouse.server.http.Principal;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code /api/v1/traces}. */
public final class TraceEndpoints {

    private static final Pattern TRACE_ID = Pattern.compile("[0-9a-f]{32}");
    private static final int DEFAULT_LIMIT = 100;
    private static final int MAX_LIMIT = 500;

    private final TraceQuestions questions;
    private final BiFunction<String, Principal, List<AuditEntry>> records;

    /** @param records the audit records of a trace, as somebody may see them */
    public TraceEndpoints(TraceQuestions questions, BiFunction<String, Principal, List<AuditEntry>> records) {
        this.questions = questions;
        this.records = records;
    }

    /** The endpoints of this room. */
    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.reads(Access.VIEWER, TracesExchange.PATH,
                        "Traces that the nodes kept: order is newest, slowest or failed", TracesExchange.Traces.class,
                        this::list).withQuery("q", "order", "limit"),
                Endpoint.reads(Access.VIEWER, TracesExchange.PATH + "/{traceId}",
                        "One trace as all nodes know it, with its audit records", TracesExchange.Trace.class,
                        exchange -> find(exchange.path("traceId").toLowerCase(Locale.ROOT), exchange.principal()))
                        .audited());
    }

    private TracesExchange.Traces list(Exchange exchange) {
        TraceQuestions.Listed listed = questions.list(exchange.query("q"), order(exchange.query("order")),
                exchange.query("limit", DEFAULT_LIMIT, 1, MAX_LIMIT));
        return new TracesExchange.Traces(listed.items(), listed.missing());
    }

    private static Order order(@Nullable String asked) {
        if (asked == null) {
            return Order.NEWEST;
        }
        for (Order order : Order.values()) {
            if (order.name().equalsIgnoreCase(asked)) {
                return order;
            }
        }
        throw RequestFailure.invalid("order", "must be newest, slowest or failed.");
    }

    private TracesExchange.Trace find(String traceId, Principal caller) {
        if (!TRACE_ID.matcher(traceId).matches()) {
            throw RequestFailure.invalid("traceId", "must be 32 hex digits, as in the header X-Trace-ID.");
        }
        TraceQuestions.Found found = questions.find(traceId);
        List<AuditEntry> audit = records.apply(traceId, caller).stream()
                .sorted(Comparator.comparing(entry -> entry.event().time())).toList();
        List<Span> spans = found.spans();
        if (spans.isEmpty() && audit.isEmpty() && found.missing().isEmpty()) {
            throw new RequestFailure(ErrorCode.NOT_FOUND, "No node kept anything of this trace. Of calls that worked,"
                    + " were quick and changed nothing, a share is kept (trace.sample), for a time (trace.keep).");
        }
        Instant begin = spans.stream().map(Span::startedAt).min(Comparator.naturalOrder())
                .orElseGet(() -> audit.isEmpty() ? Instant.EPOCH : audit.getFirst().event().time());
        Instant end = spans.stream().map(TraceAssembly::end).max(Comparator.naturalOrder()).orElse(begin);
        return new TracesExchange.Trace(traceId, begin, Duration.between(begin, end).toMillis(), spans, audit,
                found.missing(), found.cut());
    }
}
