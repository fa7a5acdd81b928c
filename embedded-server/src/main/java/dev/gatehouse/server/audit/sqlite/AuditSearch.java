package dev.gatehouse.server.audit.sqlite;

import dev.gatehouse.model.api.AuditExchange;
import dev.gatehouse.model.audit.AuditEntry;
import dev.gatehouse.model.audit.Receipt;
import dev.gatehouse.model.audit.TopicKind;
import dev.gatehouse.server.audit.AuditIndex;
import dev.gatehouse.server.audit.Criterion;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Questions to the index, each within one state of it. */
final class AuditSearch {

    /** The columns that {@link #entry} reads. */
    static final String COLUMNS = "r.topic, r.partition, r.\"offset\", r.event, r.kind, r.raw";

    private AuditSearch() {}

    static AuditIndex.Found find(Handle handle, List<Criterion> criteria, AuditExchange.Order order,
            @Nullable Long after, int limit) {
        AuditConditions conditions = new AuditConditions(handle, criteria);
        List<AuditIndex.Placed> rows = page(handle, conditions, order, after, limit + 1);
        List<AuditEntry> items = rows.stream().limit(limit).map(AuditIndex.Placed::entry).toList();
        return new AuditIndex.Found(count(handle, criteria, conditions), items,
                rows.size() > limit ? rows.get(limit - 1).place() : null);
    }

    static List<AuditIndex.Placed> page(Handle handle, AuditConditions conditions, AuditExchange.Order order,
            @Nullable Long after, int limit) {
        boolean newest = order == AuditExchange.Order.NEWEST;
        String page = after == null ? "" : " AND " + conditions.number() + (newest ? " < :after" : " > :after");
        var query = conditions.bind(handle.createQuery("SELECT " + COLUMNS + ", r.record " + conditions.fromRows()
                + page + " ORDER BY " + conditions.number() + (newest ? " DESC" : "") + " LIMIT :limit"))
                .bind("limit", limit);
        if (after != null) {
            query.bind("after", after);
        }
        return query.map((row, context) -> new AuditIndex.Placed(row.getLong(7), entry(row))).list();
    }

    private static long count(Handle handle, List<Criterion> criteria, AuditConditions conditions) {
        if (criteria.size() == 1 && criteria.getFirst() instanceof Criterion.KindIs(TopicKind kind)) {
            return handle.createQuery("SELECT coalesce(sum(records), 0) FROM audit_topic WHERE kind = :kind")
                    .bind("kind", kind.name().toLowerCase(Locale.ROOT))
                    .mapTo(Long.class)
                    .one();
        }
        List<String> topics = criteria.size() == 1 ? topics(criteria.getFirst()) : List.of();
        if (!topics.isEmpty()) {
            return handle.createQuery("SELECT coalesce(sum(records), 0) FROM audit_topic WHERE topic IN (<topics>)")
                    .bindList("topics", topics)
                    .mapTo(Long.class)
                    .one();
        }
        if (conditions.areNone()) {
            return handle.createQuery("SELECT coalesce(sum(records), 0) FROM audit_topic").mapTo(Long.class).one();
        }
        return conditions.bind(handle.createQuery("SELECT count(*) " + conditions.from())).mapTo(Long.class).one();
    }

    /** The topics that a criterion asks for; none where it asks for anything else, or for all. */
    private static List<String> topics(Criterion criterion) {
        return switch (criterion) {
            case Criterion.TopicIs(String topic) when !topic.equals("*") -> List.of(topic);
            case Criterion.Any(List<Criterion> parts) -> {
                List<List<String>> each = parts.stream().map(AuditSearch::topics).toList();
                yield each.contains(List.<String>of())
                        ? List.of()
                        : each.stream().flatMap(List::stream).distinct().toList();
            }
            default -> List.of();
        };
    }

    static Map<Long, Long> counts(Handle handle, List<Criterion> criteria, Instant from, long stepMillis) {
        AuditConditions conditions = new AuditConditions(handle, criteria);
        Map<Long, Long> counts = new TreeMap<>();
        conditions.bind(handle.createQuery("SELECT ((%s >> %d) - :begin) / :step AS bucket, count(*) %s GROUP BY bucket"
                .formatted(conditions.number(), AuditRows.TIME_SHIFT, conditions.from())))
                .bind("begin", from.toEpochMilli())
                .bind("step", stepMillis)
                .map((row, context) -> Map.entry(row.getLong(1), row.getLong(2)))
                .forEach(bucket -> counts.put(bucket.getKey(), bucket.getValue()));
        return counts;
    }

    static Optional<List<Instant>> span(Handle handle, List<Criterion> criteria) {
        AuditConditions conditions = new AuditConditions(handle, criteria);
        List<Instant> ends = new ArrayList<>();
        for (String direction : List.of("ASC", "DESC")) {
            conditions.bind(handle.createQuery("SELECT %1$s >> %2$d %3$s ORDER BY %1$s %4$s LIMIT 1".formatted(
                    conditions.number(), AuditRows.TIME_SHIFT, conditions.from(), direction)))
                    .mapTo(Long.class)
                    .findFirst()
                    .ifPresent(millis -> ends.add(Instant.ofEpochMilli(millis)));
        }
        return ends.size() == 2 ? Optional.of(ends) : Optional.empty();
    }

    static List<AuditExchange.Group> groups(Handle handle, AuditExchange.GroupBy by, List<Criterion> criteria,
            int limit,
            int most) {
        String key = switch (by) {
            case SESSION -> "session";
            case TRACE -> "trace";
            case ACTOR -> "actor";
        };
        AuditConditions conditions = new AuditConditions(handle, criteria);
        return conditions.bind(handle.createQuery(
                """
                SELECT %1$s, substr(max(printf('%%020d', record) || actor_name), 21),
                    substr(min(printf('%%020d', record) || action), 21), count(*), min(time_millis), max(time_millis),
                    sum(outcome = 'accepted'), sum(outcome = 'refused'), sum(outcome = 'failed')
                FROM (SELECT r.%1$s, r.record, r.actor_name, r.action, r.time_millis, r.outcome %2$s
                    AND r.%1$s IS NOT NULL ORDER BY %3$s DESC LIMIT :most)
                GROUP BY %1$s ORDER BY max(record) DESC LIMIT :limit""".formatted(key, conditions.fromRows(),
                        conditions.number())))
                .bind("most", most)
                .bind("limit", limit)
                .map((row, context) -> new AuditExchange.Group(row.getString(1),
                        by == AuditExchange.GroupBy.TRACE
                                ? row.getString(2) + ", " + row.getString(3)
                                : row.getString(2),
                        row.getLong(4), Instant.ofEpochMilli(row.getLong(5)), Instant.ofEpochMilli(row.getLong(6)),
                        new AuditExchange.Outcomes(row.getLong(7), row.getLong(8), row.getLong(9))))
                .list();
    }

    /** Reads the {@link #COLUMNS}. */
    static AuditEntry entry(ResultSet row) throws SQLException {
        String raw = row.getString(6);
        return new AuditEntry(new Receipt(row.getString(1), row.getInt(2), row.getLong(3)),
                SqliteAuditIndex.parse(row.getString(4)), AuditRows.kind(row.getString(5)),
                raw == null ? null : SqliteAuditIndex.raw(raw), List.of());
    }
}
