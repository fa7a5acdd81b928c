package dev.gatehouse.server.session.column;

import com.carrotsearch.hppc.sorting.IndirectSort;
import dev.gatehouse.server.session.column.RowText.Field;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.IntBinaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What it takes to sort all slots by one column as it was at a moment, so that sorting keeps nobody waiting. Taking it
 * copies two arrays; {@link #prepare} does the rest and must come before anything else.
 */
public final class OrderSnapshot implements IntBinaryOperator {

    private final byte[] @Nullable [] rows;
    private final int end;
    private final boolean descending;
    /** The column's text; absent where the keys tell all. */
    private final @Nullable Field text;
    private final boolean folded;
    private final List<Integer> ranks;
    private long[] keys;
    private long[] sidKeys = {};

    /** Copies what is needed. */
    public OrderSnapshot(Columns columns, SessionColumn column, boolean descending) {
        this.end = columns.end();
        this.rows = Arrays.copyOf(columns.rows, end);
        this.descending = descending;
        this.folded = column == SessionColumn.USERNAME;
        this.text = switch (column) {
            case SID -> Field.SID;
            case USER -> Field.USER;
            case USERNAME -> Field.USERNAME;
            case IP -> Field.IP;
            case NODE, KIND, AGENT, LOGIN_AT, CONNECTED_AT, LAST_SEEN_AT, ROOMS, STALE -> null;
        };
        this.ranks = switch (column) {
            case NODE -> ranks(columns.nodes.values(), Comparator.naturalOrder());
            case AGENT -> ranks(columns.agents.values(), SlotOrder.agents());
            case ROOMS -> columns.roomLists.values().stream().map(List::size).toList();
            case SID, USER, USERNAME, IP, KIND, LOGIN_AT, CONNECTED_AT, LAST_SEEN_AT, STALE -> List.of();
        };
        this.keys = switch (column) {
            case SID, USER, USERNAME, IP -> new long[0];
            case NODE -> widened(columns.node);
            case AGENT -> widened(columns.agent);
            case ROOMS -> widened(columns.rooms);
            case KIND -> IntStream.range(0, end).mapToLong(slot -> columns.kind[slot]).toArray();
            case LOGIN_AT -> Arrays.copyOf(columns.loginAt, end);
            case CONNECTED_AT -> Arrays.copyOf(columns.connectedAt, end);
            case LAST_SEEN_AT -> Arrays.copyOf(columns.seenAt, end);
            case STALE -> throw new IllegalArgumentException("staleness is no column");
        };
    }

    /** Makes the keys to compare by. */
    public void prepare() {
        Field field = text;
        if (field != null) {
            keys = textKeys(field, folded);
        } else if (!ranks.isEmpty()) {
            int[] rankOf = ranks.stream().mapToInt(Integer::intValue).toArray();
            for (int slot = 0; slot < end; slot++) {
                keys[slot] = rows[slot] == null ? 0 : rankOf[(int) keys[slot]];
            }
        }
        sidKeys = field == Field.SID ? keys : textKeys(Field.SID, false);
    }

    @Override
    public int applyAsInt(int one, int other) {
        int difference = Long.compare(keys[one], keys[other]);
        Field field = text;
        if (difference == 0 && field != null) {
            difference = folded
                    ? RowText.compareFolded(row(one), row(other), field)
                    : RowText.compare(row(one), row(other), field);
        }
        if (difference != 0) {
            return descending ? -difference : difference;
        }
        int ofSid = Long.compare(sidKeys[one], sidKeys[other]);
        return ofSid != 0 ? ofSid : RowText.compare(row(one), row(other), Field.SID);
    }

    /** The slots that held a session. */
    public int[] slots() {
        int count = 0;
        int[] slots = new int[end];
        for (int slot = 0; slot < end; slot++) {
            if (rows[slot] != null) {
                slots[count++] = slot;
            }
        }
        return Arrays.copyOf(slots, count);
    }

    /** The slots that held a session, sorted. */
    public int[] sorted() {
        return IndirectSort.mergesort(slots(), this);
    }

    /** Whether a slot still holds the session that it held then. */
    @SuppressWarnings("ReferenceEquality") // a session that has come back has a row of its own
    public boolean isStill(Columns columns, int slot) {
        return columns.holds(slot) && columns.rows[slot] == rows[slot];
    }

    private byte[] row(int slot) {
        byte[] row = rows[slot];
        if (row == null) {
            throw new IllegalStateException("the slot " + slot + " was empty");
        }
        return row;
    }

    /** The keys of a text, of what comes after the characters in which all rows agree: ids begin with a time. */
    private long[] textKeys(Field field, boolean fold) {
        byte[] first = null;
        int skipped = Integer.MAX_VALUE;
        for (byte[] row : rows) {
            if (row != null) {
                first = first == null ? row : first;
                skipped = RowText.alike(first, row, field, skipped);
            }
        }
        long[] made = new long[end];
        for (int slot = 0; slot < end; slot++) {
            byte[] row = rows[slot];
            made[slot] = row == null ? 0 : RowText.key(row, field, fold, skipped);
        }
        return made;
    }

    private long[] widened(int[] numbers) {
        long[] wide = new long[end];
        for (int slot = 0; slot < end; slot++) {
            wide[slot] = numbers[slot];
        }
        return wide;
    }

    /** The place of each value among all, equal ones having the same. */
    private static <T> List<Integer> ranks(List<T> values, Comparator<? super T> order) {
        int[] sorted = IndirectSort.mergesort(0, values.size(),
                (one, other) -> order.compare(values.get(one), values.get(other)));
        Integer[] ranks = new Integer[values.size()];
        int rank = 0;
        for (int i = 0; i < sorted.length; i++) {
            if (i > 0 && order.compare(values.get(sorted[i - 1]), values.get(sorted[i])) != 0) {
                rank++;
            }
            ranks[sorted[i]] = rank;
        }
        return List.of(ranks);
    }
}
