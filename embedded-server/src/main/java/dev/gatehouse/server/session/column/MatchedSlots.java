package dev.gatehouse.server.session.column;

import java.util.BitSet;
import java.util.function.IntPredicate;

/** The slots that meet a condition. Changed slots are noted, and looked at again when somebody looks. */
public final class MatchedSlots implements IntPredicate {

    private final Columns columns;
    private final IntPredicate condition;
    private final BitSet met;
    private final DirtySlots dirty = new DirtySlots();
    private int count;

    /** Looks at all slots. */
    public MatchedSlots(Columns columns, IntPredicate condition) {
        this.columns = columns;
        this.condition = condition;
        this.met = new BitSet(columns.end());
        for (int slot = 0; slot < columns.end(); slot++) {
            if (columns.holds(slot) && condition.test(slot)) {
                met.set(slot);
            }
        }
        count = met.cardinality();
    }

    /** Notes that a slot has changed. */
    public void changed(int slot) {
        dirty.add(slot);
    }

    /** How many slots have changed since the last {@link #refresh}. */
    public int changes() {
        return dirty.size();
    }

    /** Looks at changed slots again. */
    public void refresh() {
        for (int slot : dirty.toArray()) {
            boolean meets = columns.holds(slot) && condition.test(slot);
            if (meets != met.get(slot)) {
                met.set(slot, meets);
                count += meets ? 1 : -1;
            }
        }
        dirty.clear();
    }

    /** Whether a slot meets the condition. */
    @Override
    public boolean test(int slot) {
        return met.get(slot);
    }

    /** How many slots meet the condition. */
    public int count() {
        return count;
    }

    /** The slots that meet the condition. */
    public int[] slots() {
        return met.stream().toArray();
    }

    /** The slots that meet the condition, as they are now. */
    public BitSet copy() {
        return (BitSet) met.clone();
    }
}
