package dev.gatehouse.server.auth;

import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/**
 * A set of texts that never denies one it holds, and affirms one in a thousand that it does not hold, as long as it
 * holds no more than its capacity. Safe for use by several threads.
 *
 * @see <a href="https://doi.org/10.1002/rsa.20208">Kirsch and Mitzenmacher, Less Hashing, Same Performance: two hashes
 *      make as many as are needed</a>
 */
final class BloomFilter {

    /** For one false answer in a thousand: n * ln(1000) / ln(2)^2 bits, and ln(1000) / ln(2) of them for each text. */
    private static final double BITS_PER_TEXT = 14.4;
    private static final int HASHES = 10;

    private final long capacity;
    private final long bits;
    private final AtomicLongArray words;
    private final LongAdder size = new LongAdder();

    BloomFilter(long capacity) {
        this.capacity = capacity;
        this.words = new AtomicLongArray((int) Math.ceil(capacity * BITS_PER_TEXT / Long.SIZE));
        this.bits = (long) words.length() * Long.SIZE;
    }

    /** Puts a text in. */
    void add(String text) {
        long hash = hash(text);
        long step = mixed(hash) | 1;
        boolean isNew = false;
        for (int i = 0; i < HASHES; i++) {
            long bit = Math.floorMod(hash + i * step, bits);
            long mask = 1L << bit;
            isNew |= (words.getAndAccumulate((int) (bit / Long.SIZE), mask, (word, one) -> word | one) & mask) == 0;
        }
        if (isNew) {
            size.increment();
        }
    }

    /** Whether a text may be in it; no is certain. */
    boolean mayContain(String text) {
        long hash = hash(text);
        long step = mixed(hash) | 1;
        for (int i = 0; i < HASHES; i++) {
            long bit = Math.floorMod(hash + i * step, bits);
            if ((words.get((int) (bit / Long.SIZE)) & (1L << bit)) == 0) {
                return false;
            }
        }
        return true;
    }

    /** Whether it holds more than it was made for. */
    boolean isFull() {
        return size.sum() > capacity;
    }

    /** How many texts it holds, those left out that looked as if they were there. */
    long size() {
        return size.sum();
    }

    /** FNV-1a with 64 bits, mixed so that all bits depend on all characters. */
    private static long hash(String text) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        }
        return mixed(hash);
    }

    /** The finalizer of MurmurHash3. */
    private static long mixed(long value) {
        long mixed = (value ^ (value >>> 33)) * 0xff51afd7ed558ccdL;
        mixed = (mixed ^ (mixed >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return mixed ^ (mixed >>> 33);
    }
}
