package dev.gatehouse.server.session.column;

import dev.gatehouse.model.auth.ClientKind;
import dev.gatehouse.server.session.column.RowText.Field;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Conditions on the session of a slot, as columns tell them. The slot must hold one. */
public final class Conditions {

    private final Columns columns;

    public Conditions(Columns columns) {
        this.columns = columns;
    }

    /** A verdict on each value of a dictionary, remembered as long as the value keeps its number. */
    private static final class Verdicts<T> implements IntPredicate {

        private final Dictionary<T> dictionary;
        private final Predicate<T> condition;
        private final IntUnaryOperator numberOfSlot;
        private @Nullable Object[] judged = new Object[0];
        private boolean[] verdicts = new boolean[0];

        private Verdicts(Dictionary<T> dictionary, IntUnaryOperator numberOfSlot, Predicate<T> condition) {
            this.dictionary = dictionary;
            this.numberOfSlot = numberOfSlot;
            this.condition = condition;
        }

        @Override
        @SuppressWarnings("ReferenceEquality") // an equal value under the same number has the same verdict, so either is right
        public boolean test(int slot) {
            int number = numberOfSlot.applyAsInt(slot);
            T value = dictionary.value(number);
            if (number >= judged.length) {
                judged = Arrays.copyOf(judged, 2 * number + 1);
                verdicts = Arrays.copyOf(verdicts, 2 * number + 1);
            }
            if (judged[number] != value) {
                judged[number] = value;
                verdicts[number] = condition.test(value);
            }
            return verdicts[number];
        }
    }

    /** The username begins so, whatever the case. */
    public IntPredicate usernameBegins(String prefix) {
        return begins(Field.USERNAME, prefix, (key, mask) -> slot -> (columns.usernameKey[slot] & mask) == key);
    }

    /** The id begins so, whatever the case. */
    public IntPredicate sidBegins(String prefix) {
        return begins(Field.SID, prefix, (key, mask) -> slot -> (columns.sidKey[slot] & mask) == key);
    }

    /** The address begins so, whatever the case. */
    public IntPredicate ipBegins(String prefix) {
        return begins(Field.IP, prefix, (key, mask) -> slot -> (columns.ipKey[slot] & mask) == key);
    }

    /** The username is this one, whatever the case. */
    public IntPredicate usernameIs(String username) {
        IntPredicate begins = usernameBegins(username);
        return slot -> begins.test(slot)
                && RowText.text(columns.row(slot), Field.USERNAME).length() == username.length();
    }

    /** The user's id is this one. */
    public IntPredicate userIs(String user) {
        return slot -> RowText.equals(columns.row(slot), Field.USER, user);
    }

    /** The client is of this kind. */
    public IntPredicate kindIs(ClientKind kind) {
        return slot -> columns.kind(slot) == kind;
    }

    /** The client connected before a moment. */
    public IntPredicate connectedBefore(Instant moment) {
        long nanos = Columns.nanos(moment);
        return slot -> columns.connectedAt[slot] < nanos;
    }

    /** The client was not seen since a moment. */
    public IntPredicate seenBefore(Instant moment) {
        long nanos = Columns.nanos(moment);
        return slot -> columns.seenAt[slot] < nanos;
    }

    /** The node that holds the session is such a one. */
    public IntPredicate node(Predicate<String> condition) {
        return new Verdicts<>(columns.nodes, slot -> columns.node[slot], condition);
    }

    /** What the client calls itself is such; a client that says nothing is not. */
    public IntPredicate agent(Predicate<String> condition) {
        return new Verdicts<>(columns.agents, slot -> columns.agent[slot],
                (Optional<String> agent) -> agent.filter(condition).isPresent());
    }

    /** One of the rooms is such a one. */
    public IntPredicate anyRoom(Predicate<String> condition) {
        return new Verdicts<>(columns.roomLists, slot -> columns.rooms[slot],
                (List<String> rooms) -> rooms.stream().anyMatch(condition));
    }

    /** How the keys of one column are tested. */
    @FunctionalInterface
    private interface KeyTest {

        IntPredicate of(long key, long mask);
    }

    private IntPredicate begins(Field field, String prefix, KeyTest keys) {
        String folded = RowText.folded(prefix);
        long mask = RowText.maskOfPrefix(folded);
        IntPredicate likely = keys.of(RowText.keyOfPrefix(folded) & mask, mask);
        return RowText.keyTellsAll(folded)
                ? likely
                : likely.and(slot -> RowText.begins(columns.row(slot), field, folded));
    }
}
