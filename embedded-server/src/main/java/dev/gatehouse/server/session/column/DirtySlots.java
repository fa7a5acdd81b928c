package dev.gatehouse.server.session.column;

import com.carrotsearch.hppc.IntArrayList;
import java.util.BitSet;

/** Slots that have changed since somebody looked. */
final class DirtySlots {

    private final BitSet marked = new BitSet();
    private final IntArrayList slots = new IntArrayList();

    void add(int slot) {
        if (!marked.get(slot)) {
            marked.set(slot);
            slots.add(slot);
        }
    }

    int size() {
        return slots.size();
    }

    boolean contains(int slot) {
        return marked.get(slot);
    }

    /** The slots, in the order in which they changed first. */
    int[] toArray() {
        return slots.toArray();
    }

    void clear() {
        for (int i = 0; i < slots.size(); i++) {
            marked.clear(slots.get(i));
        }
        slots.clear();
    }
}
