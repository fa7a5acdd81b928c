package dev.gatehouse.server.audit;

import dev.gatehouse.model.api.AuditExchange;
import dev.gatehouse.model.audit.AuditEntry;
import dev.gatehouse.model.audit.Coverage;
import dev.gatehouse.model.audit.Receipt;
import dev.gatehouse.server.call.RequestFailure;
import dev.gatehouse.server.http.Access;
import dev.gatehouse.server.http.Endpoint;
import dev.gatehouse.server.http.Exchange;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** {@code /api/v1/audit}. */
public final class AuditEndpoints {

    private static final int PAGE = 50;
    private static final int MOST = 500;
    private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");

    private final AuditQuery query;

    public AuditEndpoints(AuditQuery query) {
        this.query = query;
    }

    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.reads(Access.VIEWER, AuditExchange.PATH, "Searches audit records, newest first",
                        AuditExchange.Found.class, this::search)
                        .withQuery("q", "actor", "action", "resource", "outcome", "trace", "node", "from", "to",
                                "cursor", "limit")
                        .audited(),
                Endpoint.reads(Access.VIEWER, AuditExchange.COVERAGE_PATH, "Tells what range of the log is indexed",
                        Coverage.class, exchange -> query.coverage()).audited(),
                Endpoint.reads(Access.VIEWER, AuditExchange.PATH + "/{topic}/{partition}/{offset}",
                        "Opens the audit record that a receipt means", AuditEntry.class, this::open).audited());
    }

    private AuditExchange.Found search(Exchange exchange) {
        List<Criterion> criteria = new ArrayList<>();
        String words = exchange.query("q");
        if (words != null) {
            criteria.addAll(SearchWords.read(words));
        }
        for (String field : SearchWords.FIELDS) {
            String value = exchange.query(field);
            if (value != null) {
                criteria.add(SearchWords.field(field, value, field));
            }
        }
        return query.search(criteria, exchange.query("cursor"), exchange.query("limit", PAGE, 1, MOST));
    }

    private AuditEntry open(Exchange exchange) {
        return query.find(new Receipt(exchange.path("topic"),
                Math.toIntExact(number(exchange, "partition", Integer.MAX_VALUE)),
                number(exchange, "offset", Long.MAX_VALUE)));
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
