package dev.gatehouse.server.audit.sqlite;

import dev.gatehouse.model.audit.TopicKind;
import dev.gatehouse.server.audit.Criterion;
import dev.gatehouse.server.audit.SearchText;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/**
 * Criteria as a term query of the full text index and, for what that cannot tell, as SQL over {@code audit_record r}.
 * It knows which words there are, so it is for the transaction in which it was made.
 */
final class AuditConditions {

    /** More different words than these are looked for in the text itself. */
    private static final int MOST_WORDS = 200;
    private static final String MATCHED = "SELECT rowid FROM audit_words WHERE audit_words MATCH %s";

    private final Handle handle;
    private final Map<String, Object> values = new LinkedHashMap<>();
    private final long spillMillis;
    private final Part whole;
    private long lowest;
    private long highest = Long.MAX_VALUE;

    /**
     * A condition: all must hold that are there.
     *
     * @param terms a query of the full text index
     * @param set   an SQL query that gives the numbers of records
     * @param sql   an SQL expression
     */
    private record Part(@Nullable String terms, @Nullable String set, @Nullable String sql) {

        static final Part TRUE = new Part(null, null, null);

        static Part sql(String sql) {
            return new Part(null, null, sql);
        }

        static Part terms(String terms) {
            return new Part(terms, null, null);
        }

        boolean isTermsOnly() {
            return terms != null && set == null && sql == null;
        }
    }

    AuditConditions(Handle handle, List<Criterion> criteria) {
        this.handle = handle;
        this.spillMillis = handle.createQuery("SELECT millis FROM audit_spill").mapTo(Long.class).one();
        this.whole = all(bounded(criteria));
    }

    /** Whether every record meets them. */
    boolean areNone() {
        return whole.equals(Part.TRUE) && lowest == 0 && highest == Long.MAX_VALUE;
    }

    /** Where a record's number stands in {@link #from}. */
    String number() {
        return isSet() ? "r.record" : "audit_words.rowid";
    }

    /** {@code FROM ... WHERE ...} over the records that meet them. */
    String from() {
        return from(whole.sql != null);
    }

    /** The same, with each record's row as {@code r}. */
    String fromRows() {
        return from(true);
    }

    private boolean isSet() {
        return whole.terms == null && whole.set != null;
    }

    private String from(boolean rows) {
        String range = "%1$s >= :lowest AND %1$s < :highest%2$s".formatted(number(),
                whole.sql == null ? "" : " AND " + whole.sql);
        if (isSet()) {
            return "FROM audit_record r WHERE r.record IN (" + whole.set + ") AND " + range;
        }
        return "FROM audit_words" + (rows ? " CROSS JOIN audit_record r ON r.record = audit_words.rowid" : "")
                + " WHERE audit_words MATCH :terms AND " + range
                + (whole.set == null ? "" : " AND audit_words.rowid IN (" + whole.set + ")");
    }

    <S extends SqlStatement<S>> S bind(S statement) {
        values.forEach(statement::bind);
        if (!isSet()) {
            statement.bind("terms", whole.terms == null ? quoted(AuditTerms.ALL) : whole.terms);
        }
        return statement.bind("lowest", lowest).bind("highest", highest);
    }

    /** Narrows the range by the times that all must meet, and returns what that leaves to be asked. */
    private List<Criterion> bounded(List<Criterion> criteria) {
        List<Criterion> left = new ArrayList<>();
        for (Criterion criterion : criteria) {
            switch (criterion) {
                case Criterion.From(var time) -> {
                    lowest = Math.max(lowest, time.toEpochMilli() << AuditRows.TIME_SHIFT);
                    keepWhereSpilt(left, criterion);
                }
                case Criterion.Until(var time) -> {
                    highest = Math.min(highest, (time.toEpochMilli() + spillMillis) << AuditRows.TIME_SHIFT);
                    keepWhereSpilt(left, criterion);
                }
                case Criterion.All(List<Criterion> parts) -> left.addAll(bounded(parts));
                case Criterion.KindIs(TopicKind kind) -> left.addAll(cheapest(kind));
                default -> left.add(criterion);
            }
        }
        return left;
    }

    /** A kind as the kinds that it is not, where these have fewer records. */
    private List<Criterion> cheapest(TopicKind kind) {
        Map<TopicKind, Long> records = new EnumMap<>(TopicKind.class);
        handle.createQuery("SELECT kind, sum(records) FROM audit_topic GROUP BY kind")
                .map((row, context) -> Map.entry(AuditRows.kind(row.getString(1)), row.getLong(2)))
                .forEach(one -> records.put(one.getKey(), one.getValue()));
        long of = records.getOrDefault(kind, 0L);
        long all = records.values().stream().mapToLong(Long::longValue).sum();
        if (of <= all - of) {
            return List.of(new Criterion.KindIs(kind));
        }
        return records.keySet().stream().filter(other -> other != kind)
                .<Criterion>map(other -> new Criterion.Not(new Criterion.KindIs(other))).toList();
    }

    private void keepWhereSpilt(List<Criterion> left, Criterion criterion) {
        if (spillMillis > 0) {
            left.add(criterion);
        }
    }

    private Part part(Criterion criterion) {
        return switch (criterion) {
            case Criterion.Text(String part) -> text(SearchText.fold(part));
            case Criterion.ReasonHas(String part) -> {
                String word = SearchText.fold(part);
                Part text = text(word);
                yield new Part(text.terms, text.set, and(text.sql,
                        "instr(substr(r.text, 1, instr(r.text, char(10)) - 1), %s) > 0".formatted(value(word))));
            }
            case Criterion.ActorIs(String who) -> Part.terms("(%s OR %s)".formatted(
                    quoted(AuditTerms.field(AuditTerms.ACTOR, who)),
                    quoted(AuditTerms.field(AuditTerms.ACTOR_NAME, SearchText.fold(who)))));
            case Criterion.ActionIs(String pattern) -> pattern(AuditTerms.ACTION, pattern, pattern.endsWith("*"));
            case Criterion.ResourceIs(String pattern) -> pattern(AuditTerms.RESOURCE, pattern,
                    pattern.endsWith("*") || pattern.endsWith("/"));
            case Criterion.OutcomeIs(var outcome) ->
                field(AuditTerms.OUTCOME, outcome.name().toLowerCase(Locale.ROOT));
            case Criterion.TraceIs(String traceId) -> field(AuditTerms.TRACE, traceId);
            case Criterion.SessionIs(String sid) -> field(AuditTerms.SESSION, sid);
            case Criterion.NodeIs(String node) -> field(AuditTerms.NODE, node);
            case Criterion.KindIs(var kind) -> field(AuditTerms.KIND, kind.name().toLowerCase(Locale.ROOT));
            case Criterion.TopicIs(String topic) -> topic.equals("*") ? Part.TRUE : field(AuditTerms.TOPIC, topic);
            case Criterion.PartitionIs(int partition) -> Part.sql("r.partition = " + value(partition));
            case Criterion.OffsetIn(long from, long to) ->
                Part.sql("r.\"offset\" BETWEEN %s AND %s".formatted(value(from), value(to)));
            case Criterion.From(var time) -> Part.sql("r.time_millis >= " + value(time.toEpochMilli()));
            case Criterion.Until(var time) -> Part.sql("r.time_millis < " + value(time.toEpochMilli()));
            case Criterion.All(List<Criterion> parts) -> all(parts);
            case Criterion.Any(List<Criterion> parts) -> any(parts.stream().map(this::part).toList());
            case Criterion.Not _ -> all(List.of(criterion));
        };
    }

    private Part all(List<Criterion> parts) {
        List<String> wanted = new ArrayList<>();
        List<String> unwanted = new ArrayList<>();
        String set = null;
        String sql = null;
        for (Criterion criterion : parts) {
            if (criterion instanceof Criterion.Not(Criterion inner)) {
                Part not = part(inner);
                if (not.isTermsOnly()) {
                    unwanted.add(String.valueOf(not.terms));
                } else {
                    sql = and(sql, "NOT (" + asSql(not) + ")");
                }
            } else {
                Part part = part(criterion);
                if (part.terms != null) {
                    wanted.add(part.terms);
                }
                if (set == null) {
                    set = part.set;
                } else if (part.set != null) {
                    sql = and(sql, "r.record IN (" + part.set + ")");
                }
                sql = and(sql, part.sql);
            }
        }
        if (wanted.isEmpty() && unwanted.isEmpty()) {
            return new Part(null, set, sql);
        }
        String terms = wanted.isEmpty() ? quoted(AuditTerms.ALL) : String.join(" AND ", wanted);
        return new Part(unwanted.isEmpty()
                ? "(" + terms + ")"
                : "((" + terms + ") NOT (" + String.join(" OR ", unwanted) + "))", set, sql);
    }

    private Part any(List<Part> parts) {
        if (parts.stream().allMatch(Part::isTermsOnly)) {
            return Part.terms("(" + String.join(" OR ", parts.stream().map(part -> String.valueOf(part.terms)).toList())
                    + ")");
        }
        return Part.sql("(" + String.join(" OR ", parts.stream().map(this::asSql).toList()) + ")");
    }

    private String asSql(Part part) {
        String matched = part.terms == null ? null : "r.record IN (" + MATCHED.formatted(value(part.terms)) + ")";
        String sql = and(and(matched, part.set == null ? null : "r.record IN (" + part.set + ")"), part.sql);
        return sql == null ? "TRUE" : "(" + sql + ")";
    }

    private static @Nullable String and(@Nullable String one, @Nullable String other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one + " AND " + other;
    }

    private Part text(String word) {
        if (word.isEmpty()) {
            return Part.TRUE;
        }
        if (word.indexOf(' ') < 0) {
            return word(word);
        }
        List<String> terms = new ArrayList<>();
        if (!hasLong()) {
            for (String piece : SearchText.words(word)) {
                List<Long> words = words(piece);
                if (words.size() <= MOST_WORDS && !AuditTerms.isPartOfRare(piece)) {
                    terms.add(terms(words));
                }
            }
        }
        return new Part(terms.isEmpty() ? null : "(" + String.join(" AND ", terms) + ")", null, within(word));
    }

    private Part word(String word) {
        List<Long> words = words(word);
        if (words.size() > MOST_WORDS) {
            return Part.sql(within(word));
        }
        List<String> further = new ArrayList<>();
        if (AuditTerms.isPartOfRare(word)) {
            further.add("SELECT record FROM audit_rare WHERE instr(text, %s) > 0".formatted(value(word)));
        }
        if (hasLong()) {
            further.add("SELECT l.record FROM audit_words CROSS JOIN audit_record l ON l.record = audit_words.rowid"
                    + " WHERE audit_words MATCH %s AND instr(l.text, %s) > 0".formatted(
                            value(quoted(AuditTerms.LONG)), value(word)));
        }
        if (further.isEmpty()) {
            return Part.terms(terms(words));
        }
        if (!words.isEmpty()) {
            further.addFirst(MATCHED.formatted(value(terms(words))));
        }
        return new Part(null, String.join(" UNION ", further), null);
    }

    /** The words that contain these characters; more than {@link #MOST_WORDS} where there are too many. */
    private List<Long> words(String part) {
        return handle.createQuery("SELECT word FROM audit_word WHERE instr(text, :part) > 0 LIMIT :most")
                .bind("part", part)
                .bind("most", MOST_WORDS + 1)
                .mapTo(Long.class)
                .list();
    }

    private static String terms(List<Long> words) {
        return words.isEmpty()
                ? quoted(AuditTerms.NONE)
                : "(" + String.join(" OR ", words.stream().map(one -> quoted(AuditTerms.word(one))).toList()) + ")";
    }

    private boolean hasLong() {
        return handle.createQuery("SELECT 1 FROM audit_words WHERE audit_words MATCH :long LIMIT 1")
                .bind("long", quoted(AuditTerms.LONG))
                .mapTo(Integer.class)
                .findFirst()
                .isPresent();
    }

    private String within(String word) {
        return "instr(r.text, " + value(word) + ") > 0";
    }

    private static Part field(char field, String value) {
        return Part.terms(quoted(AuditTerms.field(field, value)));
    }

    private static Part pattern(char field, String pattern, boolean prefix) {
        if (!prefix) {
            return field(field, pattern);
        }
        String start = pattern.endsWith("*") ? pattern.substring(0, pattern.length() - 1) : pattern;
        return Part.terms(quoted(AuditTerms.field(field, start)) + " *");
    }

    private static String quoted(String term) {
        return '"' + term + '"';
    }

    private String value(Object value) {
        String name = "value" + values.size();
        values.put(name, value);
        return ":" + name;
    }
}
