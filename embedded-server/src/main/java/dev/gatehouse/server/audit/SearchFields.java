package dev.gatehouse.server.audit;

import dev.gatehouse.model.audit.Outcome;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** The fields that a search can ask for, and how their values are read. */
final class SearchFields {

    /** Each field and what it means, in the order in which they are offered. */
    static final Map<String, String> MEANINGS = meanings();

    private static final Instant LATEST = Instant.parse("6400-01-01T00:00:00Z");
    private static final Pattern TRACE_ID = Pattern.compile("[0-9a-f]{32}");
    private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");

    /** How a value is compared. */
    enum Comparison {
        IS(":"),
        FROM(">="),
        TO("<="),
        AFTER(">"),
        BEFORE("<");

        private final String sign;

        Comparison(String sign) {
            this.sign = sign;
        }

        String sign() {
            return sign;
        }
    }

    /** A value that a field cannot have; the message is the rest of a sentence that begins with the field. */
    static final class ValueException extends Exception {

        private static final long serialVersionUID = 1L;

        ValueException(String message) {
            super(message);
        }
    }

    private SearchFields() {}

    /**
     * Reads one condition.
     *
     * @throws ValueException where the value cannot be one of that field
     */
    static Criterion read(String field, Comparison comparison, String value) throws ValueException {
        boolean ordered = field.equals("time") || field.equals("offset");
        if (comparison != Comparison.IS && !ordered) {
            throw new ValueException("has no order; write " + field + ":" + value + ".");
        }
        return switch (field) {
            case "actor" -> new Criterion.ActorIs(value);
            case "action" -> new Criterion.ActionIs(value);
            case "resource" -> new Criterion.ResourceIs(value);
            case "outcome" -> new Criterion.OutcomeIs(outcome(value));
            case "trace" -> new Criterion.TraceIs(trace(value));
            case "session" -> new Criterion.SessionIs(value);
            case "node" -> new Criterion.NodeIs(value);
            case "topic" -> new Criterion.TopicIs(value);
            case "partition" -> new Criterion.PartitionIs((int) number(value, Integer.MAX_VALUE));
            case "reason" -> new Criterion.ReasonHas(value);
            case "from" -> new Criterion.From(time(value));
            case "to" -> new Criterion.Until(time(value));
            case "time" -> times(comparison, value);
            case "offset" -> offsets(comparison, value);
            default -> throw new IllegalArgumentException("There is no field " + field + ".");
        };
    }

    private static Criterion times(Comparison comparison, String value) throws ValueException {
        return switch (comparison) {
            case FROM -> new Criterion.From(time(value));
            case AFTER -> new Criterion.From(time(value).plusMillis(1));
            case TO -> new Criterion.Until(time(value).plusMillis(1));
            case BEFORE -> new Criterion.Until(time(value));
            case IS -> {
                int dots = value.indexOf("..");
                if (dots < 0) {
                    Instant at = time(value);
                    yield new Criterion.All(List.of(new Criterion.From(at), new Criterion.Until(at.plusMillis(1))));
                }
                List<Criterion> ends = new ArrayList<>();
                if (dots > 0) {
                    ends.add(new Criterion.From(time(value.substring(0, dots))));
                }
                if (dots + 2 < value.length()) {
                    ends.add(new Criterion.Until(time(value.substring(dots + 2))));
                }
                yield new Criterion.All(ends);
            }
        };
    }

    private static Criterion offsets(Comparison comparison, String value) throws ValueException {
        return switch (comparison) {
            case FROM -> new Criterion.OffsetIn(number(value, Long.MAX_VALUE), Long.MAX_VALUE);
            case AFTER -> new Criterion.OffsetIn(number(value, Long.MAX_VALUE) + 1, Long.MAX_VALUE);
            case TO -> new Criterion.OffsetIn(0, number(value, Long.MAX_VALUE));
            case BEFORE -> new Criterion.OffsetIn(0, number(value, Long.MAX_VALUE) - 1);
            case IS -> {
                int dots = value.indexOf("..");
                if (dots < 0) {
                    long offset = number(value, Long.MAX_VALUE);
                    yield new Criterion.OffsetIn(offset, offset);
                }
                yield new Criterion.OffsetIn(dots == 0 ? 0 : number(value.substring(0, dots), Long.MAX_VALUE),
                        dots + 2 == value.length()
                                ? Long.MAX_VALUE
                                : number(value.substring(dots + 2), Long.MAX_VALUE));
            }
        };
    }

    private static Outcome outcome(String value) throws ValueException {
        for (Outcome outcome : Outcome.values()) {
            if (outcome.name().equalsIgnoreCase(value)) {
                return outcome;
            }
        }
        throw new ValueException("must be accepted, refused or failed.");
    }

    private static String trace(String value) throws ValueException {
        String lower = value.toLowerCase(Locale.ROOT);
        if (!TRACE_ID.matcher(lower).matches()) {
            throw new ValueException("must be 32 hex digits.");
        }
        return lower;
    }

    private static long number(String value, long most) throws ValueException {
        long number = NUMBER.matcher(value).matches() ? Long.parseLong(value) : -1;
        if (number < 0 || number > most) {
            throw new ValueException("must be a whole number from 0, or two with .. between.");
        }
        return number;
    }

    private static Instant time(String value) throws ValueException {
        try {
            Instant time = Instant.parse(value);
            if (time.isBefore(Instant.EPOCH) || time.isAfter(LATEST)) {
                throw new ValueException("must lie between the years 1970 and 6400.");
            }
            return time;
        } catch (DateTimeException e) {
            throw new ValueException("must be ISO 8601 with a zone, such as 2026-11-21T08:00:00Z.");
        }
    }

    private static Map<String, String> meanings() {
        Map<String, String> meanings = new LinkedHashMap<>();
        meanings.put("actor", "who did it: an id or a name");
        meanings.put("action", "what was done, such as user.ban or user.*");
        meanings.put("resource", "what it was done to, such as user/01J... or route/");
        meanings.put("outcome", "accepted, refused or failed");
        meanings.put("reason", "text within the reason");
        meanings.put("time", "a time, from..to, or with >= and <=");
        meanings.put("session", "the actor's session");
        meanings.put("trace", "the trace's 32 hex digits");
        meanings.put("node", "the node that took the request");
        meanings.put("topic", "the topic that it stands in");
        meanings.put("partition", "the topic's partition");
        meanings.put("offset", "a number, from..to, or with >= and <=");
        meanings.put("from", "at this time or later");
        meanings.put("to", "before this time");
        return meanings;
    }
}
