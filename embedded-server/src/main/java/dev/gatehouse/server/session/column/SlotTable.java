package dev.gatehouse.server.session.column;

import com.carrotsearch.hppc.BitMixer;
import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;

/**
 * A hash table of slots whose keys lie in the columns: open addressing with linear probing, at most half full. It holds
 * nothing but the slots, which a library's map, holding keys too, cannot.
 */
final class SlotTable {

    static final int NONE = -1;

    private static final int LEAST = 16;

    private final IntUnaryOperator hashOfSlot;
    private int[] table = filled(LEAST);
    private int size;

    /** @param hashOfSlot the hash of the key of a slot that is in the table */
    SlotTable(IntUnaryOperator hashOfSlot) {
        this.hashOfSlot = hashOfSlot;
    }

    /** The slot with this hash that {@code wanted} knows; {@link #NONE} where there is none. */
    int find(int hash, IntPredicate wanted) {
        for (int at = home(hash);; at = next(at)) {
            int slot = table[at];
            if (slot == NONE || wanted.test(slot)) {
                return slot;
            }
        }
    }

    /** Takes in a slot whose key is not there. */
    void add(int slot) {
        if (2 * (size + 1) > table.length) {
            resize(2 * table.length);
        }
        place(slot);
        size++;
    }

    /** Has {@code after} stand where {@code before}, of the same key, stands. */
    void replace(int before, int after) {
        table[indexOf(before)] = after;
    }

    /** Takes out a slot, and closes the gap. */
    void remove(int slot) {
        int gap = indexOf(slot);
        size--;
        for (int at = next(gap); table[at] != NONE; at = next(at)) {
            int home = home(hashOfSlot.applyAsInt(table[at]));
            if (((at - home) & mask()) >= ((at - gap) & mask())) {
                table[gap] = table[at];
                gap = at;
            }
        }
        table[gap] = NONE;
    }

    private int indexOf(int slot) {
        int at = home(hashOfSlot.applyAsInt(slot));
        while (table[at] != slot) {
            if (table[at] == NONE) {
                throw new IllegalStateException("the slot " + slot + " is not in the table");
            }
            at = next(at);
        }
        return at;
    }

    private void place(int slot) {
        int at = home(hashOfSlot.applyAsInt(slot));
        while (table[at] != NONE) {
            at = next(at);
        }
        table[at] = slot;
    }

    private void resize(int length) {
        int[] before = table;
        table = filled(length);
        for (int slot : before) {
            if (slot != NONE) {
                place(slot);
            }
        }
    }

    private int home(int hash) {
        return BitMixer.mix32(hash) & mask();
    }

    private int next(int at) {
        return (at + 1) & mask();
    }

    private int mask() {
        return table.length - 1;
    }

    private static int[] filled(int length) {
        int[] table = new int[length];
        Arrays.fill(table, NONE);
        return table;
    }
}
