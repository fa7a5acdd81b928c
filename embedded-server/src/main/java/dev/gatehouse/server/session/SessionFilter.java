package dev.gatehouse.server.session;

import dev.gatehouse.model.auth.ClientKind;
import dev.gatehouse.model.session.Session;
import dev.gatehouse.server.call.RequestFailure;
import dev.gatehouse.server.http.Exchange;
import dev.gatehouse.server.session.column.Columns;
import dev.gatehouse.server.session.column.Conditions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which sessions are meant, in words. A plain word is the beginning of a username, a session's id or an address;
 * {@code node:}, {@code kind:} and {@code room:} name a value whole, {@code user:} a user's id or the beginning of a
 * username, {@code ip:} the beginning of an address, {@code agent:} a part of what the client calls itself,
 * {@code since:} and {@code seen:} how long ago the client connected and was seen last, such as {@code since:<10m} or
 * {@code seen:>30s}. All words must hold; case does not matter.
 *
 * @param terms what must hold, all of it
 */
public record SessionFilter(List<Term> terms) implements Predicate<Session> {

    /** Meets every session. */
    static final SessionFilter ALL = new SessionFilter(List.of());

    public SessionFilter {
        terms = List.copyOf(terms);
    }

    /** One thing that must hold: of a session, or of a slot of the columns, which is the same. */
    sealed interface Term extends Predicate<Session> {

        /** The same condition on slots. */
        IntPredicate on(Conditions conditions);
    }

    /** A username, an id or an address begins so. */
    record Word(String prefix) implements Term {

        @Override
        public boolean test(Session session) {
            return begins(session.username(), prefix) || begins(session.sid(), prefix) || begins(session.ip(), prefix);
        }

        @Override
        public IntPredicate on(Conditions conditions) {
            return conditions.usernameBegins(prefix).or(conditions.sidBegins(prefix))
                    .or(conditions.ipBegins(prefix));
        }
    }

    /** The node, by its whole name; whatever its case where a word asks for it. */
    record OnNode(String name, boolean anyCase) implements Term {

        @Override
        public boolean test(Session session) {
            return is(session.node());
        }

        @Override
        public IntPredicate on(Conditions conditions) {
            return conditions.node(this::is);
        }

        private boolean is(String node) {
            return anyCase ? node.equalsIgnoreCase(name) : node.equals(name);
        }
    }

    /** The user, by id or whole username. */
    record OfUser(String user) implements Term {

        @Override
        public boolean test(Session session) {
            return session.user().equals(user) || session.username().equalsIgnoreCase(user);
        }

        @Override
        public IntPredicate on(Conditions conditions) {
            return conditions.usernameIs(user).or(conditions.userIs(user));
        }
    }

    /** The user, by id or the beginning of the username. */
    record UserWord(String user) implements Term {

        @Override
        public boolean test(Session session) {
            return session.user().equals(user) || begins(session.username(), user);
        }

        @Override
        public IntPredicate on(Conditions conditions) {
            return conditions.usernameBegins(user).or(conditions.userIs(user));
        }
    }

    /** The kind of client. */
    record OfKind(ClientKind kind) implements Term {

        @Override
        public boolean test(Session session) {
            return session.kind() == kind;
        }

        @Override
        public IntPredicate on(Conditions conditions) {
            return conditions.kindIs(kind);
        }
    }

    /** The address begins so. */
    record FromIp(String prefix) implements Term {

        @Override
        public boolean test(Session session) {
            return begins(session.ip(), prefix);
        }

        @Override
        public IntPredicate on(Conditions conditions) {
            return conditions.ipBegins(prefix);
        }
    }

    /** A part of what the client calls itself, in lower case. */
    record AgentPart(String part) implements Term {

        @Override
        public boolean test(Session session) {
            return session.agent() != null && within(session.agent());
        }

        @Override
        public IntPredicate on(Conditions conditions) {
            return conditions.agent(this::within);
        }

        private boolean within(String agent) {
            return agent.toLowerCase(Locale.ROOT).contains(part);
        }
    }

    /** A room that the session is in. */
    record InRoom(String room) implements Term {

        @Override
        public boolean test(Session session) {
            return session.rooms().stream().anyMatch(room::equalsIgnoreCase);
        }

        @Override
        public IntPredicate on(Conditions conditions) {
            return conditions.anyRoom(room::equalsIgnoreCase);
        }
    }

    /** Connected since a moment, or before it. */
    record Connected(Instant bound, boolean since) implements Term {

        @Override
        public boolean test(Session session) {
            return session.connectedAt().isBefore(bound) != since;
        }

        @Override
        public IntPredicate on(Conditions conditions) {
            IntPredicate before = conditions.connectedBefore(bound);
            return since ? before.negate() : before;
        }
    }

    /** Seen since a moment, or not since then. */
    record Seen(Instant bound, boolean since) implements Term {

        @Override
        public boolean test(Session session) {
            return session.lastSeenAt().isBefore(bound) != since;
        }

        @Override
        public IntPredicate on(Conditions conditions) {
            IntPredicate before = conditions.seenBefore(bound);
            return since ? before.negate() : before;
        }
    }

    /**
     * Reads words.
     *
     * @param now what ages are counted from
     * @throws RequestFailure where a kind of client is named that there is not, or no age is given where one is wanted
     */
    public static SessionFilter parse(@Nullable String words, Instant now) {
        if (words == null || words.isBlank()) {
            return ALL;
        }
        List<Term> terms = new ArrayList<>();
        for (String word : List.of(words.strip().split("\\s+"))) {
            terms.add(term(word, now));
        }
        return new SessionFilter(terms);
    }

    /**
     * What meets words and, where they are given, a node, a user by id or whole username, and a kind of client.
     *
     * @param now what ages are counted from
     * @throws RequestFailure as {@link #parse}
     */
    public static SessionFilter of(@Nullable String words, @Nullable String node, @Nullable String user,
            @Nullable ClientKind kind, Instant now) {
        List<Term> terms = new ArrayList<>(parse(words, now).terms);
        if (node != null) {
            terms.add(new OnNode(node, false));
        }
        if (user != null) {
            terms.add(new OfUser(user));
        }
        if (kind != null) {
            terms.add(new OfKind(kind));
        }
        return new SessionFilter(terms);
    }

    /**
     * What a request asks for by {@code q}, {@code node}, {@code user} and {@code kind}.
     *
     * @param now what ages are counted from
     * @throws RequestFailure as {@link #parse}
     */
    static SessionFilter of(Exchange exchange, Instant now) {
        String kind = exchange.query("kind");
        return of(exchange.query("q"), exchange.query("node"), exchange.query("user"),
                kind == null ? null : kindOf("kind", kind), now);
    }

    @Override
    public boolean test(Session session) {
        return terms.stream().allMatch(term -> term.test(session));
    }

    /** Whether every session meets it. */
    boolean isAll() {
        return terms.isEmpty();
    }

    /** Whether time alone changes what it meets. */
    boolean isTimed() {
        return terms.stream().anyMatch(term -> term instanceof Connected || term instanceof Seen);
    }

    /** Whether it is nothing but plain words. */
    boolean isPlain() {
        return terms.stream().allMatch(Word.class::isInstance);
    }

    /** The same condition on slots that hold a session. */
    IntPredicate on(Columns columns) {
        Conditions conditions = new Conditions(columns);
        return terms.stream().map(term -> term.on(conditions)).reduce(IntPredicate::and).orElse(_ -> true);
    }

    private static Term term(String word, Instant now) {
        int colon = word.indexOf(':');
        String value = word.substring(colon + 1);
        return switch (colon < 0 ? "" : word.substring(0, colon).toLowerCase(Locale.ROOT)) {
            case "node" -> new OnNode(value, true);
            case "user" -> new UserWord(value);
            case "kind" -> new OfKind(kindOf("q", value));
            case "ip" -> new FromIp(value);
            case "agent" -> new AgentPart(value.toLowerCase(Locale.ROOT));
            case "room" -> new InRoom(value);
            case "since" -> {
                AgeWord age = AgeWord.parse("since", value);
                yield new Connected(age.bound(now), age.younger());
            }
            case "seen" -> {
                AgeWord age = AgeWord.parse("seen", value);
                yield new Seen(age.bound(now), age.younger());
            }
            default -> new Word(word);
        };
    }

    private static ClientKind kindOf(String field, String name) {
        for (ClientKind kind : ClientKind.values()) {
            if (kind.name().equalsIgnoreCase(name)) {
                return kind;
            }
        }
        throw RequestFailure.invalid(field, "A client is web, app or admin, not \"" + name + "\".");
    }

    private static boolean begins(String text, String prefix) {
        return text.regionMatches(true, 0, prefix, 0, prefix.length());
    }
}
