package dev.gatehouse.server.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.NotEmpty;
import org.junit.jupiter.api.Test;

class HashRingTest {

    private static final int KEYS = 2000;

    @Property(tries = 50)
    void aNodeThatLeavesMovesOnlyItsOwnKeys(@ForAll @IntRange(min = 1, max = 20) int count,
            @ForAll @IntRange(max = 19) int leaver, @ForAll int seed) {
        List<String> nodes = nodes(count, seed);
        String gone = nodes.get(leaver % count);
        HashRing before = new HashRing(nodes);
        List<String> left = new ArrayList<>(nodes);
        left.remove(gone);
        HashRing after = new HashRing(left);

        for (int i = 0; i < KEYS; i++) {
            String key = "session-" + seed + "-" + i;
            String place = String.valueOf(before.nodeOf(key));
            if (!place.equals(gone)) {
                assertThat(after.nodeOf(key)).isEqualTo(place);
            } else if (left.isEmpty()) {
                assertThat(after.nodeOf(key)).isNull();
            } else {
                assertThat(after.nodeOf(key)).as("the next in its order").isEqualTo(before.nodesFor(key).get(1));
            }
        }
    }

    @Property(tries = 50)
    void theOrderInWhichNodesAreNamedDoesNotMatter(@ForAll @NotEmpty String key,
            @ForAll @IntRange(min = 1, max = 20) int count, @ForAll long seed) {
        List<String> nodes = nodes(count, 7);
        List<String> shuffled = new ArrayList<>(nodes);
        Collections.shuffle(shuffled, new Random(seed));

        assertThat(new HashRing(shuffled).nodesFor(key)).isEqualTo(new HashRing(nodes).nodesFor(key))
                .containsExactlyInAnyOrderElementsOf(nodes).startsWith(new HashRing(nodes).nodeOf(key));
    }

    @Property(tries = 30)
    void noNodeHasMuchMoreThanItsShare(@ForAll @IntRange(min = 2, max = 10) int count, @ForAll int seed) {
        HashRing ring = new HashRing(nodes(count, seed));
        Map<String, Integer> keys = new HashMap<>();
        for (int i = 0; i < KEYS * count; i++) {
            keys.merge(String.valueOf(ring.nodeOf("key " + i)), 1, Integer::sum);
        }

        assertThat(keys).hasSize(count);
        assertThat(keys.values()).allSatisfy(share -> assertThat(share).isBetween(KEYS / 2, KEYS * 2));
    }

    @Test
    void placesAreTheSameInEveryProcessAndVersion() {
        HashRing ring = new HashRing(List.of("node-a", "node-b", "node-c"));

        assertThat(IntStream.range(0, 12).mapToObj(i -> String.valueOf(ring.nodeOf("s" + i)).substring(5))
                .reduce("", String::concat)).isEqualTo("aaaabbbaaabb");
    }

    private static List<String> nodes(int count, int seed) {
        return IntStream.range(0, count).mapToObj(i -> "node-" + seed + "-" + i).toList();
    }
}
