package dev.gatehouse.ui.cache.sqlite;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.model.audit.AuditData;
import dev.gatehouse.model.audit.AuditEntry;
import dev.gatehouse.model.audit.Outcome;
import dev.gatehouse.model.error.ErrorCode;
import dev.gatehouse.model.error.FieldError;
import dev.gatehouse.model.error.Problem;
import dev.gatehouse.ui.client.ServerProblem;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What people type, as a node reads it: words, phrases and fields; a space is AND, {@code OR} binds less, {@code NOT} or
 * {@code -} negates, parentheses group. A fault is told as a node tells it.
 */
final class CapsuleWords {

    private static final Set<String> FIELDS = Set.of("actor", "action", "resource", "outcome", "reason", "time",
            "session",
            "trace", "node", "topic", "partition", "offset", "from", "to");
    private static final Pattern FIELD = Pattern.compile("([a-z]+)(:(?:>=|<=|>|<)?|>=|<=|>|<)");
    private static final int DEEPEST = 50;

    private final String query;
    private int at;

    /** Whether an entry is meant; {@code audit} is the same entry where it is an audit record. */
    interface Condition {

        boolean meets(JsonNode entry, @Nullable AuditEntry audit);
    }

    private CapsuleWords(String query) {
        this.query = query;
    }

    /**
     * What {@code query} means.
     *
     * @throws ServerProblem naming the place of the first fault
     */
    static Condition read(String query) {
        CapsuleWords words = new CapsuleWords(query);
        if (words.isOver()) {
            return (entry, audit) -> true;
        }
        Condition whole = words.any(0);
        if (!words.isOver()) {
            throw words.fault(words.at, "this ) closes nothing; put it in double quotes to look for it.");
        }
        return whole;
    }

    private boolean isOver() {
        while (at < query.length() && Character.isWhitespace(query.charAt(at))) {
            at++;
        }
        return at == query.length();
    }

    private boolean takes(String word) {
        if (isOver() || !query.startsWith(word, at) || !ends(at + word.length())) {
            return false;
        }
        at += word.length();
        return true;
    }

    private boolean ends(int place) {
        return place >= query.length() || Character.isWhitespace(query.charAt(place)) || query.charAt(place) == '('
                || query.charAt(place) == ')';
    }

    private Condition any(int depth) {
        Condition found = all(depth);
        while (takes("OR")) {
            Condition first = found;
            Condition second = all(depth);
            found = (entry, audit) -> first.meets(entry, audit) || second.meets(entry, audit);
        }
        return found;
    }

    private Condition all(int depth) {
        Condition found = one(depth);
        while (takes("AND") || !(isOver() || query.charAt(at) == ')' || isOr())) {
            Condition first = found;
            Condition second = one(depth);
            found = (entry, audit) -> first.meets(entry, audit) && second.meets(entry, audit);
        }
        return found;
    }

    private boolean isOr() {
        return query.startsWith("OR", at) && ends(at + 2);
    }

    private Condition one(int depth) {
        if (isOver() || query.charAt(at) == ')' || isOr()) {
            throw fault(at, "something must stand here.");
        }
        if (depth > DEEPEST) {
            throw fault(at, "parentheses must not stand deeper than " + DEEPEST + ".");
        }
        if (takes("NOT")) {
            return not(one(depth + 1));
        }
        if (query.charAt(at) == '-' && !ends(at + 1)) {
            at++;
            return not(one(depth + 1));
        }
        if (query.charAt(at) != '(') {
            return term();
        }
        int opened = at++;
        Condition inner = any(depth + 1);
        if (isOver()) {
            throw fault(opened, "this ( is not closed; put it in double quotes to look for it.");
        }
        at++;
        return inner;
    }

    private static Condition not(Condition inner) {
        return (entry, audit) -> !inner.meets(entry, audit);
    }

    private Condition term() {
        Matcher field = FIELD.matcher(query).region(at, query.length());
        if (!field.lookingAt()) {
            return holds(value());
        }
        if (!FIELDS.contains(field.group(1))) {
            return ofAnotherList(field);
        }
        int place = at;
        at = field.end();
        String sign = field.group(2).replace(":", "");
        String value = value();
        Condition elsewhere = holds(value.endsWith("*") ? value.substring(0, value.length() - 1) : value);
        Predicate<AuditEntry> inAudit = field(place, field.group(1), sign, value);
        return (entry, audit) -> audit == null ? elsewhere.meets(entry, null) : inAudit.test(audit);
    }

    /** A field that the audit does not have: a word there, elsewhere a value of the entry. */
    private Condition ofAnotherList(Matcher field) {
        at = field.end();
        String value = value();
        Condition word = holds(field.group() + value);
        Condition elsewhere = holds(value.endsWith("*") ? value.substring(0, value.length() - 1) : value);
        return (entry, audit) -> (audit == null ? elsewhere : word).meets(entry, audit);
    }

    private String value() {
        int from = at;
        if (at < query.length() && query.charAt(at) == '"') {
            int close = query.indexOf('"', at + 1);
            if (close < 0) {
                throw fault(from, "this quote is not closed.");
            }
            at = close + 1;
            return query.substring(from + 1, close);
        }
        while (!ends(at)) {
            at++;
        }
        return query.substring(from, at);
    }

    /** A text that stands in a value of the entry, in upper or lower case. */
    private static Condition holds(String text) {
        String wanted = text.toLowerCase(Locale.ROOT);
        return (entry, audit) -> holds(entry, wanted);
    }

    private static boolean holds(JsonNode node, String wanted) {
        if (!node.isContainerNode()) {
            return node.asText().toLowerCase(Locale.ROOT).contains(wanted);
        }
        for (JsonNode inner : node) {
            if (holds(inner, wanted)) {
                return true;
            }
        }
        return false;
    }

    private Predicate<AuditEntry> field(int place, String field, String sign, String value) {
        if (!sign.isEmpty() && !field.equals("time") && !field.equals("offset")) {
            throw fault(place, "the " + field + " has no order; write " + field + ":" + value + ".");
        }
        return switch (field) {
            case "actor" -> entry -> data(entry).actor().id().equals(value)
                    || data(entry).actor().name().equalsIgnoreCase(value);
            case "action" -> entry -> like(data(entry).action(), value);
            case "resource" -> entry -> like(data(entry).resource(), value);
            case "outcome" -> {
                if (Arrays.stream(Outcome.values()).noneMatch(each -> each.name().equalsIgnoreCase(value))) {
                    throw fault(place, "the outcome must be accepted, refused or failed.");
                }
                yield entry -> data(entry).outcome().name().equalsIgnoreCase(value);
            }
            case "reason" -> entry -> says(data(entry).reason(), value.toLowerCase(Locale.ROOT));
            case "session" -> entry -> value.equals(data(entry).actor().session());
            case "trace" -> entry -> value.equalsIgnoreCase(entry.event().traceId());
            case "node" -> entry -> data(entry).node().equals(value);
            case "topic" -> entry -> value.equals("*") || entry.position().topic().equals(value);
            case "partition" -> {
                long partition = number(place, value);
                yield entry -> entry.position().partition() == partition;
            }
            case "offset" -> offsets(place, sign, value);
            case "from" -> times(place, ">=", value);
            case "to" -> times(place, "<", value);
            default -> times(place, sign, value);
        };
    }

    private static AuditData data(AuditEntry entry) {
        return entry.event().data();
    }

    private static boolean says(@Nullable String text, String wanted) {
        return text != null && text.toLowerCase(Locale.ROOT).contains(wanted);
    }

    private static boolean like(String text, String wanted) {
        return wanted.endsWith("*") ? text.startsWith(wanted.substring(0, wanted.length() - 1)) : text.equals(wanted);
    }

    private Predicate<AuditEntry> offsets(int place, String sign, String value) {
        int dots = value.indexOf("..");
        if (sign.isEmpty() && dots >= 0) {
            long from = dots == 0 ? 0 : number(place, value.substring(0, dots));
            long to = dots + 2 == value.length() ? Long.MAX_VALUE : number(place, value.substring(dots + 2));
            return entry -> entry.position().offset() >= from && entry.position().offset() <= to;
        }
        long wanted = number(place, value);
        return entry -> compares(Long.compare(entry.position().offset(), wanted), sign);
    }

    private Predicate<AuditEntry> times(int place, String sign, String value) {
        int dots = value.indexOf("..");
        if (sign.isEmpty() && dots >= 0) {
            Instant from = dots == 0 ? Instant.MIN : time(place, value.substring(0, dots));
            Instant to = dots + 2 == value.length() ? Instant.MAX : time(place, value.substring(dots + 2));
            return entry -> !entry.event().time().isBefore(from) && entry.event().time().isBefore(to);
        }
        Instant wanted = time(place, value);
        return entry -> compares(entry.event().time().compareTo(wanted), sign);
    }

    private static boolean compares(int compared, String sign) {
        return switch (sign) {
            case ">=" -> compared >= 0;
            case "<=" -> compared <= 0;
            case ">" -> compared > 0;
            case "<" -> compared < 0;
            default -> compared == 0;
        };
    }

    private long number(int place, String value) {
        if (!value.matches("\\d{1,18}")) {
            throw fault(place, "this must be a whole number.");
        }
        return Long.parseLong(value);
    }

    private Instant time(int place, String value) {
        try {
            return Instant.parse(value);
        } catch (DateTimeException unreadable) {
            throw fault(place, "this must be a time, as 2026-11-21T12:00:00Z.");
        }
    }

    private ServerProblem fault(int place, String message) {
        String sentence = "at character " + (place + 1) + ": " + message;
        return new ServerProblem(
                new Problem("urn:gatehouse:error:" + ErrorCode.INVALID.code(), ErrorCode.INVALID.title(),
                        ErrorCode.INVALID.status(), sentence, ErrorCode.INVALID.code(), "",
                        List.of(new FieldError("q", sentence)), null, null, null));
    }
}
