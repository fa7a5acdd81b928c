package dev.gatehouse.server.audit.sqlite;

import dev.gatehouse.server.audit.Criterion;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jdbi.v3.core.statement.Query;

/** Criteria as SQL over {@code audit_record r}. */
final class AuditConditions {

    /** Shorter words have no group of three characters to look up, so every text is read for them. */
    private static final int TRIGRAM = 3;
    private static final String LAST = Character.toString(Character.MAX_CODE_POINT);

    private final List<String> conditions = new ArrayList<>();
    private final Map<String, Object> values = new LinkedHashMap<>();

    AuditConditions(List<Criterion> criteria) {
        criteria.forEach(this::add);
    }

    String sql() {
        return conditions.isEmpty() ? "TRUE" : String.join(" AND ", conditions);
    }

    Query bind(Query query) {
        values.forEach(query::bind);
        return query;
    }

    private void add(Criterion criterion) {
        switch (criterion) {
            case Criterion.Text(String part) -> text(part);
            case Criterion.ActorIs(String actor) ->
                conditions.add("(r.actor = %1$s OR r.actor_name = %1$s COLLATE NOCASE)".formatted(value(actor)));
            case Criterion.ActionIs(String pattern) -> matches("r.action", pattern, pattern.endsWith("*"));
            case Criterion.ResourceIs(String pattern) -> matches("r.resource", pattern,
                    pattern.endsWith("*") || pattern.endsWith("/"));
            case Criterion.OutcomeIs(var outcome) ->
                conditions.add("r.outcome = " + value(outcome.name().toLowerCase(Locale.ROOT)));
            case Criterion.TraceIs(String traceId) -> conditions.add("r.trace = " + value(traceId));
            case Criterion.NodeIs(String node) -> conditions.add("r.node = " + value(node));
            case Criterion.From(var time) -> conditions.add("r.time_millis >= " + value(time.toEpochMilli()));
            case Criterion.Until(var time) -> conditions.add("r.time_millis < " + value(time.toEpochMilli()));
        }
    }

    private void text(String part) {
        if (part.codePointCount(0, part.length()) >= TRIGRAM) {
            conditions.add("r.record IN (SELECT rowid FROM audit_text WHERE audit_text MATCH %s)"
                    .formatted(value('"' + part.replace("\"", "\"\"") + '"')));
        } else {
            String escaped = part.replace("!", "!!").replace("%", "!%").replace("_", "!_");
            conditions.add("r.record IN (SELECT rowid FROM audit_text WHERE text LIKE %s ESCAPE '!')"
                    .formatted(value('%' + escaped + '%')));
        }
    }

    private void matches(String column, String pattern, boolean prefix) {
        if (prefix) {
            String start = pattern.endsWith("*") ? pattern.substring(0, pattern.length() - 1) : pattern;
            conditions.add("%s >= %s AND %s < %s".formatted(column, value(start), column, value(start + LAST)));
        } else {
            conditions.add("%s = %s".formatted(column, value(pattern)));
        }
    }

    private String value(Object value) {
        String name = "value" + values.size();
        values.put(name, value);
        return ":" + name;
    }
}
