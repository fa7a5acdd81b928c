package dev.gatehouse.server.audit;

import dev.gatehouse.model.audit.Outcome;
import dev.gatehouse.server.call.RequestFailure;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads what people type into criteria. Words stand between spaces or in double quotes; each must be found in the
 * record. A word {@code field:value} asks for a field instead: actor, action, resource, outcome, trace, node, from or
 * to. Any other word with a colon is text.
 */
final class SearchWords {

    /** The fields that can be asked for, by query parameter or within {@code q}. */
    static final List<String> FIELDS = List.of("actor", "action", "resource", "outcome", "trace", "node", "from", "to");

    /** The last moment that index and wire can tell. */
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");
    private static final Pattern WORD = Pattern.compile("(?:([a-z]+):)?(?:\"([^\"]*)\"|(\\S+))");
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");
    private static final Pattern TRACE_ID = Pattern.compile("[0-9a-f]{32}");

    private SearchWords() {}

    /** The criteria that {@code q} holds. */
    static List<Criterion> read(String q) {
        List<Criterion> criteria = new ArrayList<>();
        Matcher matcher = WORD.matcher(CONTROL.matcher(q).replaceAll(" "));
        while (matcher.find()) {
            String field = matcher.group(1);
            String value = matcher.group(2) != null ? matcher.group(2) : matcher.group(3);
            if (field != null && FIELDS.contains(field)) {
                criteria.add(field(field, value, "q"));
            } else if (!matcher.group().equals("\"\"")) {
                criteria.add(new Criterion.Text(field == null ? value : field + ":" + value));
            }
        }
        return criteria;
    }

    /**
     * One field's criterion.
     *
     * @param parameter the query parameter that a fault is told for
     * @throws RequestFailure where the value cannot be one of that field
     */
    static Criterion field(String field, String value, String parameter) {
        return switch (field) {
            case "actor" -> new Criterion.ActorIs(value);
            case "action" -> new Criterion.ActionIs(value);
            case "resource" -> new Criterion.ResourceIs(value);
            case "outcome" -> new Criterion.OutcomeIs(outcome(value, parameter));
            case "trace" -> new Criterion.TraceIs(trace(value, parameter));
            case "node" -> new Criterion.NodeIs(value);
            case "from" -> new Criterion.From(time(value, parameter));
            case "to" -> new Criterion.Until(time(value, parameter));
            default -> throw new IllegalArgumentException("There is no field " + field + ".");
        };
    }

    private static Outcome outcome(String value, String parameter) {
        for (Outcome outcome : Outcome.values()) {
            if (outcome.name().equalsIgnoreCase(value)) {
                return outcome;
            }
        }
        throw RequestFailure.invalid(parameter, "the outcome must be accepted, refused or failed.");
    }

    private static String trace(String value, String parameter) {
        String lower = value.toLowerCase(Locale.ROOT);
        if (!TRACE_ID.matcher(lower).matches()) {
            throw RequestFailure.invalid(parameter, "the trace must be 32 hex digits.");
        }
        return lower;
    }

    private static Instant time(String value, String parameter) {
        try {
            Instant time = Instant.parse(value);
            if (time.isBefore(Instant.EPOCH) || time.isAfter(LATEST)) {
                throw RequestFailure.invalid(parameter, "the time must lie between the years 1970 and 9999.");
            }
            return time;
        } catch (DateTimeException e) {
            throw RequestFailure.invalid(parameter,
                    "the time must be ISO 8601 with a zone, such as 2026-11-21T08:00:00Z.");
        }
    }
}
