package dev.gatehouse.server.audit;

import dev.gatehouse.server.call.RequestFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Reads what people type into criteria.
 *
 * <pre>
 * query  = any *( any )            all of them
 * any    = part *( "OR" part )
 * part   = all of: one *( [ "AND" ] one )
 * one    = ( "NOT" | "-" ) one | "(" query ")" | term
 * term   = word | "phrase" | field ":" value | field ( ">=" | "&lt;=" | ">" | "&lt;" ) value
 * </pre>
 *
 * {@code OR} binds less than {@code AND}. A word with a colon whose first part is no field is text.
 */
final class SearchWords {

    /** The fields that have query parameters of their own. */
    static final List<String> FIELDS = List.of("actor", "action", "resource", "outcome", "trace", "session", "node",
            "topic", "from", "to");
    /** The full text index takes criteria some thirty deep; what is nested needlessly does not count there. */
    private static final int DEEPEST = 20;
    private static final int MOST_TERMS = 100;

    private final String query;
    private final List<SearchLexer.Token> tokens;
    private int at;
    private int terms;

    private SearchWords(String query) {
        this.query = query;
        this.tokens = SearchLexer.cut(query);
    }

    /**
     * The criteria that {@code q} holds.
     *
     * @throws RequestFailure naming the place of the first fault
     */
    static List<Criterion> read(String q) {
        SearchWords words = new SearchWords(q);
        if (words.tokens.isEmpty()) {
            return List.of();
        }
        Criterion whole = words.any(0);
        if (words.at < words.tokens.size()) {
            throw words.fault(words.tokens.get(words.at).from(), "this ) closes nothing; put it in double quotes to "
                    + "look for it.");
        }
        return whole instanceof Criterion.All(List<Criterion> parts) ? parts : List.of(whole);
    }

    /**
     * One field's criterion.
     *
     * @param parameter the query parameter that a fault is told for
     * @throws RequestFailure where the value cannot be one of that field
     */
    static Criterion field(String field, String value, String parameter) {
        try {
            return SearchFields.read(field, SearchFields.Comparison.IS, value);
        } catch (SearchFields.ValueException e) {
            throw RequestFailure.invalid(parameter, "the " + field + " " + e.getMessage());
        }
    }

    private Criterion any(int depth) {
        List<Criterion> parts = new ArrayList<>(List.of(all(depth)));
        while (at < tokens.size() && tokens.get(at).kind() == SearchLexer.Kind.OR) {
            at++;
            parts.add(all(depth));
        }
        return parts.size() == 1
                ? parts.getFirst()
                : new Criterion.Any(parts.stream().flatMap(part -> part instanceof Criterion.Any(var inner)
                        ? inner.stream()
                        : Stream.of(part)).toList());
    }

    private Criterion all(int depth) {
        List<Criterion> parts = new ArrayList<>(List.of(one(depth)));
        while (at < tokens.size()) {
            switch (tokens.get(at).kind()) {
                case AND -> {
                    at++;
                    parts.add(one(depth));
                }
                case OPEN, NOT, TERM -> parts.add(one(depth));
                case OR, CLOSE -> {
                    return joined(parts);
                }
            }
        }
        return joined(parts);
    }

    private static Criterion joined(List<Criterion> parts) {
        return parts.size() == 1
                ? parts.getFirst()
                : new Criterion.All(parts.stream().flatMap(part -> part instanceof Criterion.All(var inner)
                        ? inner.stream()
                        : Stream.of(part)).toList());
    }

    private static Criterion not(Criterion part) {
        return part instanceof Criterion.Not(Criterion inner) ? inner : new Criterion.Not(part);
    }

    private Criterion one(int depth) {
        if (at == tokens.size()) {
            throw fault(query.length(), at == 0 ? "something must stand here."
                    : "something must follow "
                            + query.substring(tokens.get(at - 1).from(), tokens.get(at - 1).to()) + ".");
        }
        SearchLexer.Token token = tokens.get(at++);
        if (depth > DEEPEST) {
            throw fault(token.from(), "parentheses and NOT must not stand deeper than " + DEEPEST + ".");
        }
        return switch (token.kind()) {
            case NOT -> not(one(depth + 1));
            case OPEN -> {
                Criterion inner = any(depth + 1);
                if (at == tokens.size()) {
                    throw fault(token.from(), "this ( is not closed; put it in double quotes to look for it.");
                }
                at++;
                yield inner;
            }
            case TERM -> term(token);
            case AND, OR, CLOSE -> throw fault(token.from(), "something must stand before "
                    + query.substring(token.from(), token.to()) + "; put it in double quotes to look for it.");
        };
    }

    private Criterion term(SearchLexer.Token token) {
        if (++terms > MOST_TERMS) {
            throw fault(token.from(), "there must not be more than " + MOST_TERMS + " terms.");
        }
        if (!token.closed()) {
            throw fault(token.valueFrom(), "this double quote is not closed.");
        }
        if (token.field().isEmpty()) {
            return new Criterion.Text(token.value());
        }
        if (token.value().isEmpty()) {
            throw fault(token.valueFrom(), "a value must follow " + query.substring(token.from(), token.valueFrom())
                    + ".");
        }
        try {
            return SearchFields.read(token.field(), token.comparison(), token.value());
        } catch (SearchFields.ValueException e) {
            throw fault(token.valueFrom(), "the " + token.field() + " " + e.getMessage());
        }
    }

    private RequestFailure fault(int place, String message) {
        return RequestFailure.invalid("q", "at character " + (place + 1) + ": " + message);
    }
}
