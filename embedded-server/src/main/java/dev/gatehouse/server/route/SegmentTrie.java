package dev.gatehouse.server.route;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * An immutable map from texts, asked by a piece of a request without a copy of that piece. A changed map shares all but
 * some nodes with the one before: a hash array mapped trie of 64 branches (Bagwell, "Ideal Hash Trees", 2001).
 */
final class SegmentTrie<V> {

    private static final int BITS = 6;
    private static final int MASK = (1 << BITS) - 1;

    private final @Nullable Slot<V> root;

    private sealed interface Slot<V> {}

    /** @param next of the same hash; absent nearly always */
    private record Leaf<V>(int hash, String key, V value, @Nullable Leaf<V> next) implements Slot<V> {}

    /** A bit of {@code there} is set for each branch that is taken; {@code slots} has as many. */
    private static final class Branch<V> implements Slot<V> {

        private final long there;
        private final Slot<V>[] slots;

        private Branch(long there, Slot<V>[] slots) {
            this.there = there;
            this.slots = slots;
        }

        private int index(long bit) {
            return Long.bitCount(there & (bit - 1));
        }
    }

    private SegmentTrie(@Nullable Slot<V> root) {
        this.root = root;
    }

    /** A map without anything. */
    static <V> SegmentTrie<V> empty() {
        return new SegmentTrie<>(null);
    }

    boolean isEmpty() {
        return root == null;
    }

    /** What is kept under a text that equals the piece of {@code text} from {@code from} until before {@code to}. */
    @Nullable
    V find(Reading reading, String text, int from, int to) {
        if (root == null) {
            return null;
        }
        int hash = spread(reading.hash(text, from, to));
        Leaf<V> leaf = leaf(hash);
        while (leaf != null && !(leaf.hash == hash && reading.same(leaf.key, text, from, to))) {
            leaf = leaf.next;
        }
        return leaf == null ? null : leaf.value;
    }

    /** What is kept under a text. */
    @Nullable
    V get(String key) {
        Leaf<V> leaf = leaf(spread(key.hashCode()));
        while (leaf != null && !leaf.key.equals(key)) {
            leaf = leaf.next;
        }
        return leaf == null ? null : leaf.value;
    }

    private @Nullable Leaf<V> leaf(int hash) {
        Slot<V> slot = root;
        int left = hash;
        while (slot instanceof Branch<V> branch) {
            long bit = 1L << (left & MASK);
            slot = (branch.there & bit) == 0 ? null : branch.slots[branch.index(bit)];
            left >>>= BITS;
        }
        return slot instanceof Leaf<V> leaf ? leaf : null;
    }

    /** A map that also keeps this, in place of what was there. */
    SegmentTrie<V> with(String key, V value) {
        return new SegmentTrie<>(put(root, 0, new Leaf<>(spread(key.hashCode()), key, value, null)));
    }

    private static <V> Slot<V> put(@Nullable Slot<V> slot, int shift, Leaf<V> added) {
        return switch (slot) {
            case null -> added;
            case Leaf<V> leaf -> leaf.hash == added.hash
                    ? new Leaf<>(added.hash, added.key, added.value, chainWithout(leaf, added.key))
                    : put(put(new Branch<>(0, slots(0)), shift, leaf), shift, added);
            case Branch<V> branch -> {
                long bit = 1L << (added.hash >>> shift & MASK);
                int index = branch.index(bit);
                if ((branch.there & bit) != 0) {
                    Slot<V>[] slots = branch.slots.clone();
                    slots[index] = put(slots[index], shift + BITS, added);
                    yield new Branch<>(branch.there, slots);
                }
                Slot<V>[] slots = Arrays.copyOf(branch.slots, branch.slots.length + 1);
                System.arraycopy(branch.slots, index, slots, index + 1, branch.slots.length - index);
                slots[index] = added;
                yield new Branch<>(branch.there | bit, slots);
            }
        };
    }

    /** A map that does not keep anything under this text. */
    SegmentTrie<V> without(String key) {
        return new SegmentTrie<>(root == null ? null : remove(root, 0, spread(key.hashCode()), key));
    }

    private static <V> @Nullable Slot<V> remove(Slot<V> slot, int shift, int hash, String key) {
        return switch (slot) {
            case Leaf<V> leaf -> leaf.hash == hash ? chainWithout(leaf, key) : leaf;
            case Branch<V> branch -> {
                long bit = 1L << (hash >>> shift & MASK);
                if ((branch.there & bit) == 0) {
                    yield branch;
                }
                int index = branch.index(bit);
                Slot<V> left = remove(branch.slots[index], shift + BITS, hash, key);
                if (left != null) {
                    Slot<V>[] slots = branch.slots.clone();
                    slots[index] = left;
                    yield slots.length == 1 && left instanceof Leaf ? left : new Branch<>(branch.there, slots);
                }
                if (branch.slots.length == 1) {
                    yield null;
                }
                if (branch.slots.length == 2 && branch.slots[1 - index] instanceof Leaf<V> other) {
                    yield other;
                }
                Slot<V>[] slots = Arrays.copyOf(branch.slots, branch.slots.length - 1);
                System.arraycopy(branch.slots, index + 1, slots, index, slots.length - index);
                yield new Branch<>(branch.there & ~bit, slots);
            }
        };
    }

    private static <V> @Nullable Leaf<V> chainWithout(@Nullable Leaf<V> leaf, String key) {
        if (leaf == null) {
            return null;
        }
        return leaf.key.equals(key)
                ? leaf.next
                : new Leaf<>(leaf.hash, leaf.key, leaf.value, chainWithout(leaf.next, key));
    }

    /** Has every bit of a hash reach the lowest ones. */
    private static int spread(int hash) {
        int mixed = hash * 0x9e3779b9;
        return mixed ^ mixed >>> 15;
    }

    @SuppressWarnings("unchecked") // Java makes no arrays of generic types; only slots of this type are put into it
    private static <V> Slot<V>[] slots(int length) {
        return (Slot<V>[]) new Slot<?>[length];
    }
}
