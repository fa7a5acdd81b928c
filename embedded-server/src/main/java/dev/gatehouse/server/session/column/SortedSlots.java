package dev.gatehouse.server.session.column;

import com.carrotsearch.hppc.sorting.IndirectSort;
import java.util.Arrays;
import java.util.function.IntBinaryOperator;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * All slots that hold a session, in one order. Changed slots are noted, and put in their places when somebody looks:
 * what has changed is sorted, its places are searched for, and what lies between moves in blocks.
 */
public final class SortedSlots {

    private final Columns columns;
    private final IntBinaryOperator order;
    private final DirtySlots dirty = new DirtySlots();
    private int @Nullable [] slots;
    private int length;

    /** An order that is not sorted yet but notes what changes from now on. */
    public SortedSlots(Columns columns, SessionColumn column, boolean descending) {
        this.columns = columns;
        this.order = new SlotOrder(columns, column, descending);
    }

    /** Notes that a slot has changed. */
    public void changed(int slot) {
        dirty.add(slot);
    }

    /** How many slots have changed since the last {@link #refresh}. */
    public int changes() {
        return dirty.size();
    }

    /** Takes the slots as they were sorted when noting began. */
    public void take(int[] sorted) {
        slots = sorted;
        length = sorted.length;
    }

    /** Whether there is anything to look at. */
    public boolean ready() {
        return slots != null;
    }

    /** Puts changed slots where they belong. */
    public void refresh() {
        int[] before = slots;
        if (before == null || dirty.size() == 0) {
            return;
        }
        int clean = withoutDirty(before);
        int[] changed = Arrays.stream(dirty.toArray()).filter(columns::holds).toArray();
        dirty.clear();
        int[] sorted = IndirectSort.mergesort(changed, order);
        int total = clean + sorted.length;
        int[] merged = total <= before.length ? before : Arrays.copyOf(before, total + (total >> 4));
        int high = clean;
        for (int i = sorted.length - 1; i >= 0; i--) {
            int place = place(merged, high, sorted[i]);
            System.arraycopy(merged, place, merged, place + i + 1, high - place);
            merged[place + i] = sorted[i];
            high = place;
        }
        slots = merged;
        length = total;
    }

    /** Takes {@code limit} slots that {@code wanted} knows, after {@code offset} others of them. */
    public int[] page(IntPredicate wanted, int offset, int limit) {
        int[] sorted = slots;
        if (sorted == null) {
            throw new IllegalStateException("the order is not sorted yet");
        }
        int[] page = new int[Math.min(limit, length)];
        int found = 0;
        int skipped = 0;
        for (int at = 0; at < length && found < page.length; at++) {
            if (wanted.test(sorted[at])) {
                if (skipped < offset) {
                    skipped++;
                } else {
                    page[found++] = sorted[at];
                }
            }
        }
        return Arrays.copyOf(page, found);
    }

    /** The {@code limit} slots after the first {@code offset}. */
    public int[] page(int offset, int limit) {
        int[] sorted = slots;
        if (sorted == null) {
            throw new IllegalStateException("the order is not sorted yet");
        }
        int from = Math.min(offset, length);
        return Arrays.copyOfRange(sorted, from, (int) Math.min((long) from + limit, length));
    }

    private int withoutDirty(int[] all) {
        int kept = 0;
        for (int at = 0; at < length; at++) {
            if (!dirty.contains(all[at])) {
                all[kept++] = all[at];
            }
        }
        return kept;
    }

    /** Where a slot belongs among the first {@code high}. */
    private int place(int[] sorted, int high, int slot) {
        int low = 0;
        int end = high;
        while (low < end) {
            int middle = (low + end) >>> 1;
            if (order.applyAsInt(sorted[middle], slot) < 0) {
                low = middle + 1;
            } else {
                end = middle;
            }
        }
        return low;
    }
}
