package dev.gatehouse.server.session.column;

import dev.gatehouse.server.session.column.RowText.Field;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.IntBinaryOperator;

/** Slots in the order of one column as it is now; of two that are equal in it, the one of the lesser sid comes first. */
public final class SlotOrder implements IntBinaryOperator {

    private static final Comparator<Optional<String>> AGENTS = Comparator.comparing(agent -> agent.orElse(null),
            Comparator.nullsFirst(String.CASE_INSENSITIVE_ORDER));

    private final Columns columns;
    private final IntBinaryOperator values;
    private final boolean descending;

    /** @param column not {@link SessionColumn#STALE}, which no column holds */
    public SlotOrder(Columns columns, SessionColumn column, boolean descending) {
        this.columns = columns;
        this.values = values(columns, column);
        this.descending = descending;
    }

    @Override
    public int applyAsInt(int one, int other) {
        int difference = descending ? values.applyAsInt(other, one) : values.applyAsInt(one, other);
        return difference != 0 ? difference : RowText.compare(columns.row(one), columns.row(other), Field.SID);
    }

    private static IntBinaryOperator values(Columns columns, SessionColumn column) {
        return switch (column) {
            case SID -> texts(columns, Field.SID);
            case USER -> texts(columns, Field.USER);
            case IP -> texts(columns, Field.IP);
            case USERNAME -> (one, other) -> {
                int difference = Long.compare(columns.usernameKey[one], columns.usernameKey[other]);
                return difference != 0
                        ? difference
                        : RowText.compareFolded(columns.row(one), columns.row(other), Field.USERNAME);
            };
            case NODE -> (one, other) -> columns.node[one] == columns.node[other]
                    ? 0
                    : columns.node(one).compareTo(columns.node(other));
            case AGENT -> (one, other) -> columns.agent[one] == columns.agent[other]
                    ? 0
                    : AGENTS.compare(columns.agents.value(columns.agent[one]),
                            columns.agents.value(columns.agent[other]));
            case KIND -> (one, other) -> Byte.compare(columns.kind[one], columns.kind[other]);
            case LOGIN_AT -> (one, other) -> Long.compare(columns.loginAt[one], columns.loginAt[other]);
            case CONNECTED_AT -> (one, other) -> Long.compare(columns.connectedAt[one], columns.connectedAt[other]);
            case LAST_SEEN_AT -> (one, other) -> Long.compare(columns.seenAt[one], columns.seenAt[other]);
            case ROOMS -> (one, other) -> Integer.compare(columns.rooms(one).size(), columns.rooms(other).size());
            case STALE -> throw new IllegalArgumentException("staleness is no column");
        };
    }

    private static IntBinaryOperator texts(Columns columns, Field field) {
        return (one, other) -> RowText.compare(columns.row(one), columns.row(other), field);
    }

    /** Agents in their order: those that do not say what they are first. */
    static Comparator<Optional<String>> agents() {
        return AGENTS;
    }
}
