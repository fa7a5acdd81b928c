package dev.gatehouse.server.audit;

import java.util.ArrayList;
import java.util.List;

/** Cuts a query into tokens; each knows where it stands. */
final class SearchLexer {

    private final String text;
    private int at;

    /** What a token is. */
    enum Kind {
        OPEN,
        CLOSE,
        AND,
        OR,
        NOT,
        /** A field with its value, a word or a phrase. */
        TERM
    }

    /**
     * @param from       where it begins, in UTF-16 units
     * @param to         where it ends, exclusive
     * @param field      the field, or empty for text
     * @param valueFrom  where the value begins
     * @param value      without quotes
     * @param closed     false where a quote opens and none closes
     */
    record Token(Kind kind, int from, int to, String field, SearchFields.Comparison comparison, int valueFrom,
            String value, boolean closed) {

        static Token sign(Kind kind, int from, int to) {
            return new Token(kind, from, to, "", SearchFields.Comparison.IS, from, "", true);
        }
    }

    private SearchLexer(String text) {
        this.text = text;
    }

    /** The tokens of a query, in order. */
    static List<Token> cut(String query) {
        SearchLexer lexer = new SearchLexer(query);
        List<Token> tokens = new ArrayList<>();
        while (lexer.skipSpace()) {
            tokens.add(lexer.next());
        }
        return tokens;
    }

    private boolean skipSpace() {
        while (at < text.length() && isSpace(text.charAt(at))) {
            at++;
        }
        return at < text.length();
    }

    private Token next() {
        int from = at;
        char one = text.charAt(at);
        if (one == '(' || one == ')') {
            at++;
            return Token.sign(one == '(' ? Kind.OPEN : Kind.CLOSE, from, at);
        }
        if (one == '-' && at + 1 < text.length() && !ends(text.charAt(at + 1))) {
            at++;
            return Token.sign(Kind.NOT, from, at);
        }
        String field = field();
        if (field.isEmpty()) {
            return word(from);
        }
        SearchFields.Comparison comparison = comparison(from + field.length());
        at = from + field.length() + comparison.sign().length();
        if (comparison == SearchFields.Comparison.IS) {
            SearchFields.Comparison second = comparison(at);
            if (second != SearchFields.Comparison.IS) {
                comparison = second;
                at += second.sign().length();
            }
        }
        int valueFrom = at;
        boolean[] closed = {true};
        String value = value(closed);
        return new Token(Kind.TERM, from, at, field, comparison, valueFrom, value, closed[0]);
    }

    /** A known field that begins here, with a colon or a comparison behind it; empty where there is none. */
    private String field() {
        int end = at;
        while (end < text.length() && text.charAt(end) >= 'a' && text.charAt(end) <= 'z') {
            end++;
        }
        String name = text.substring(at, end);
        boolean compared = end < text.length()
                && (text.charAt(end) == ':' || comparison(end) != SearchFields.Comparison.IS);
        return (compared && SearchFields.MEANINGS.containsKey(name)) ? name : "";
    }

    private SearchFields.Comparison comparison(int place) {
        for (SearchFields.Comparison comparison : List.of(SearchFields.Comparison.FROM, SearchFields.Comparison.TO,
                SearchFields.Comparison.AFTER, SearchFields.Comparison.BEFORE)) {
            if (text.startsWith(comparison.sign(), place)) {
                return comparison;
            }
        }
        return SearchFields.Comparison.IS;
    }

    private Token word(int from) {
        boolean quoted = text.charAt(at) == '"';
        boolean[] closed = {true};
        String value = value(closed);
        Kind kind = switch (quoted ? "" : value) {
            case "AND" -> Kind.AND;
            case "OR" -> Kind.OR;
            case "NOT" -> Kind.NOT;
            default -> Kind.TERM;
        };
        return new Token(kind, from, at, "", SearchFields.Comparison.IS, from, value, closed[0]);
    }

    private String value(boolean[] closed) {
        if (at < text.length() && text.charAt(at) == '"') {
            int end = text.indexOf('"', at + 1);
            closed[0] = end >= 0;
            String value = text.substring(at + 1, end < 0 ? text.length() : end);
            at = end < 0 ? text.length() : end + 1;
            return value;
        }
        int from = at;
        while (at < text.length() && !ends(text.charAt(at))) {
            at++;
        }
        return text.substring(from, at);
    }

    private static boolean ends(char one) {
        return isSpace(one) || one == '(' || one == ')';
    }

    private static boolean isSpace(char one) {
        return Character.isWhitespace(one) || Character.isISOControl(one);
    }
}
