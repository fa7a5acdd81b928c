package dev.gatehouse.server.audit;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.gatehouse.model.api.AuditExchange;
import dev.gatehouse.model.audit.AuditEntry;
import dev.gatehouse.model.audit.Coverage;
import dev.gatehouse.model.audit.Outcome;
import dev.gatehouse.model.audit.Receipt;
import dev.gatehouse.server.call.RequestFailure;
import dev.gatehouse.server.call.Trace;
import dev.gatehouse.server.http.Access;
import dev.gatehouse.server.http.CsvText;
import dev.gatehouse.server.http.Endpoint;
import dev.gatehouse.server.http.Exchange;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code /api/v1/audit}. */
public final class AuditEndpoints {

    private static final int PAGE = 50;
    private static final int MOST = 500;
    private static final int BUCKETS = 100;
    private static final int MOST_BUCKETS = 2000;
    private static final int LONGEST_REASON = 500;
    private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");
    private static final Duration SCAN = Duration.ofSeconds(30);
    private static final Duration EXPORT = Duration.ofMinutes(30);
    private static final String RECORD_PATH = AuditExchange.PATH + "/{topic}/{partition}/{offset}";

    private final AuditQuery query;
    private final AuditMasks masks;
    private final AuditJournal journal;
    private final Clock clock;

    public AuditEndpoints(AuditQuery query, AuditMasks masks, AuditJournal journal, Clock clock) {
        this.query = query;
        this.masks = masks;
        this.journal = journal;
        this.clock = clock;
    }

    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.reads(Access.VIEWER, AuditExchange.PATH, "Searches audit records, newest first",
                        AuditExchange.Found.class, this::search)
                        .withQuery(asked("order", "scan", "cursor", "limit"))
                        .within(SCAN)
                        .audited(),
                Endpoint.reads(Access.VIEWER, AuditExchange.COVERAGE_PATH, "Tells what range of the log is indexed",
                        Coverage.class, exchange -> query.coverage()).audited(),
                Endpoint.reads(Access.VIEWER, AuditExchange.COMPLETE_PATH, "Tells what could stand at a query's caret",
                        AuditExchange.Completions.class, this::complete).withQuery("q", "at"),
                Endpoint.reads(Access.VIEWER, AuditExchange.COUNTS_PATH, "Counts audit records over time",
                        AuditExchange.Counts.class, this::counts).withQuery(asked("buckets")).within(SCAN),
                Endpoint.reads(Access.VIEWER, AuditExchange.GROUPS_PATH,
                        "Gathers audit records by session, trace or actor", AuditExchange.Groups.class, this::groups)
                        .withQuery(asked("by", "limit")).within(SCAN).audited(),
                Endpoint.reads(Access.VIEWER, AuditExchange.TOPICS_PATH, "Tells what is indexed of each topic",
                        AuditExchange.Topics.class, exchange -> query.topics()),
                Endpoint.reads(Access.VIEWER, AuditExchange.EXPORT_PATH, "Writes all audit records that are found",
                        CsvText.class, this::export).withQuery(asked("format")).within(EXPORT).audited(),
                Endpoint.reads(Access.VIEWER, RECORD_PATH, "Opens the audit record that a receipt means",
                        AuditEntry.class, this::open).audited(),
                Endpoint.changes(Access.OPERATOR, Endpoint.Method.POST, RECORD_PATH + "/unmask",
                        "Shows what is masked in an audit record", AuditExchange.UnmaskRequest.class,
                        AuditEntry.class, this::unmask).askingOnly().refusalsAudited());
    }

    private static String[] asked(String... further) {
        List<String> names = new ArrayList<>(List.of("q"));
        names.addAll(SearchWords.FIELDS);
        names.addAll(List.of(further));
        return names.toArray(String[]::new);
    }

    private AuditExchange.Found search(Exchange exchange) {
        AuditExchange.Order order = named(exchange, "order", AuditExchange.Order.values(), AuditExchange.Order.NEWEST);
        boolean scan = named(exchange, "scan", Truth.values(), Truth.FALSE) == Truth.TRUE;
        return query.search(new AuditQuery.Wanted(criteria(exchange, SearchWords.FIELDS), order,
                exchange.query("cursor"), exchange.query("limit", PAGE, 1, MOST), scan,
                masks.of(exchange.principal())));
    }

    private AuditExchange.Completions complete(Exchange exchange) {
        String q = exchange.query("q");
        String text = q == null ? "" : q;
        return query.complete(text, exchange.query("at", text.length(), 0, Integer.MAX_VALUE));
    }

    private AuditExchange.Counts counts(Exchange exchange) {
        List<String> fields = SearchWords.FIELDS.stream().filter(field -> !field.equals("from") && !field.equals("to"))
                .toList();
        List<Criterion> criteria = criteria(exchange, fields);
        query.requireOpen(criteria, masks.of(exchange.principal()));
        return query.counts(criteria, time(exchange, "from"), time(exchange, "to"),
                exchange.query("buckets", BUCKETS, 1, MOST_BUCKETS));
    }

    private AuditExchange.Groups groups(Exchange exchange) {
        AuditExchange.GroupBy by = named(exchange, "by", AuditExchange.GroupBy.values(), AuditExchange.GroupBy.SESSION);
        List<Criterion> criteria = criteria(exchange, SearchWords.FIELDS);
        List<String> hidden = masks.of(exchange.principal());
        query.requireOpen(criteria, hidden);
        if (hidden.stream().anyMatch(path -> path.startsWith("data.actor.") && !path.equals("data.actor.ip"))) {
            throw RequestFailure.invalid("by", "groups name actors, which are masked for your role.");
        }
        return query.groups(by, criteria, exchange.query("limit", PAGE, 1, MOST));
    }

    private Object export(Exchange exchange) {
        AuditExchange.Format format = named(exchange, "format", AuditExchange.Format.values(),
                AuditExchange.Format.CSV);
        List<Criterion> criteria = criteria(exchange, SearchWords.FIELDS);
        List<String> hidden = masks.of(exchange.principal());
        long total = query.search(new AuditQuery.Wanted(criteria, AuditExchange.Order.NEWEST, null, 1, false, hidden))
                .total();
        exchange.header(AuditExchange.TOTAL_HEADER, Long.toString(total));
        return new AuditExport(query).of(format, criteria, hidden);
    }

    private AuditEntry open(Exchange exchange) {
        return AuditMasks.apply(query.find(receipt(exchange)), masks.of(exchange.principal()));
    }

    private AuditEntry unmask(Exchange exchange) {
        String reason = exchange.body(AuditExchange.UnmaskRequest.class).reason();
        if (reason == null || reason.isBlank() || reason.length() > LONGEST_REASON) {
            throw RequestFailure.invalid("reason", "must say in 1 to " + LONGEST_REASON
                    + " characters why you need to see it.");
        }
        AuditEntry entry = query.find(receipt(exchange));
        journal.write(AuditDraft
                .of(exchange.actor(), Action.AUDIT_UNMASK, "audit/" + entry.position(), Outcome.ACCEPTED,
                        clock.instant())
                .withReason(reason.strip())
                .withChange(null, JsonNodeFactory.instance.objectNode().put("paths",
                        String.join(" ", AuditMasks.apply(entry, masks.of(exchange.principal())).masked())))
                .withTraceparent(Trace.current().traceparent()));
        return entry;
    }

    private static List<Criterion> criteria(Exchange exchange, List<String> fields) {
        List<Criterion> criteria = new ArrayList<>();
        String words = exchange.query("q");
        if (words != null) {
            criteria.addAll(SearchWords.read(words));
        }
        for (String field : fields) {
            String value = exchange.query(field);
            if (value != null) {
                criteria.add(SearchWords.field(field, value, field));
            }
        }
        return criteria;
    }

    private static @Nullable Instant time(Exchange exchange, String field) {
        String value = exchange.query(field);
        if (value == null) {
            return null;
        }
        return switch (SearchWords.field(field, value, field)) {
            case Criterion.From(Instant time) -> time;
            case Criterion.Until(Instant time) -> time;
            default -> throw new IllegalStateException(field + " is a time.");
        };
    }

    private static Receipt receipt(Exchange exchange) {
        return new Receipt(exchange.path("topic"), Math.toIntExact(number(exchange, "partition", Integer.MAX_VALUE)),
                number(exchange, "offset", Long.MAX_VALUE));
    }

    private enum Truth {
        TRUE,
        FALSE
    }

    private static <E extends Enum<E>> E named(Exchange exchange, String name, E[] values, E otherwise) {
        String value = exchange.query(name);
        if (value == null) {
            return otherwise;
        }
        List<String> names = new ArrayList<>();
        for (E one : values) {
            if (one.name().equalsIgnoreCase(value)) {
                return one;
            }
            names.add(one.name().toLowerCase(Locale.ROOT));
        }
        throw RequestFailure.invalid(name, "must be " + String.join(" or ", names) + ".");
    }

    private static long number(Exchange exchange, String name, long most) {
        String text = exchange.path(name);
        long number = NUMBER.matcher(text).matches() ? Long.parseLong(text) : -1;
        if (number < 0 || number > most) {
            throw RequestFailure.invalid(name, "must be a whole number from 0.");
        }
        return number;
    }
}
