package dev.gatehouse.server.session;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Places for keys on nodes, so that a node that leaves moves only the keys that it had, and one that comes takes its share
 * of every other's. Each node stands at {@value #POINTS} points of a ring of 64-bit numbers; a key belongs to the first
 * point at or after its own number. The numbers depend on nothing but the names: FNV-1a, mixed by the finalizer of
 * MurmurHash3, so that every node of a fleet finds the same places.
 *
 * @see <a href="https://doi.org/10.1145/258533.258660">Karger et al., Consistent Hashing and Random Trees, 1997</a>
 * @see <a href="http://www.isthe.com/chongo/tech/comp/fnv/">FNV-1a</a>
 */
public final class HashRing {

    private static final int POINTS = 160;
    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private final NavigableMap<Long, String> points = new TreeMap<>();

    /** A ring over these nodes, which may be none. */
    public HashRing(Collection<String> nodes) {
        for (String node : nodes) {
            for (int i = 0; i < POINTS; i++) {
                points.merge(number(node + "#" + i), node, (one, other) -> one.compareTo(other) < 0 ? one : other);
            }
        }
    }

    /** The node that a key belongs to; absent where there is none at all. */
    public @Nullable String nodeOf(String key) {
        if (points.isEmpty()) {
            return null;
        }
        var at = points.ceilingEntry(number(key));
        return at == null ? points.firstEntry().getValue() : at.getValue();
    }

    /** All nodes, in the order in which a key would be tried at them. */
    public List<String> nodesFor(String key) {
        Set<String> order = new LinkedHashSet<>(points.tailMap(number(key), true).values());
        order.addAll(points.values());
        return new ArrayList<>(order);
    }

    private static long number(String text) {
        long hash = FNV_OFFSET;
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (octet & 0xff)) * FNV_PRIME;
        }
        hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
        hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return hash ^ (hash >>> 33);
    }
}
