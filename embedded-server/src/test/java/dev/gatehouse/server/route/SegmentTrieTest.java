package dev.gatehouse.server.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SegmentTrieTest {

    @Test
    void mapHoldsWhatAHashMapHoldsAlsoWhereHashesCollide() {
        Random random = new Random(7);
        SegmentTrie<Integer> trie = SegmentTrie.empty();
        Map<String, Integer> model = new HashMap<>();
        for (int step = 0; step < 20_000; step++) {
            String key = key(random.nextInt(2000));
            if (random.nextInt(3) > 0) {
                trie = trie.with(key, step);
                model.put(key, step);
            } else {
                trie = trie.without(key);
                model.remove(key);
            }
        }

        for (int number = 0; number < 2000; number++) {
            String key = key(number);
            assertThat(trie.get(key)).isEqualTo(model.get(key));
            assertThat(trie.find(Reading.PATH, "/" + key + "/x", 1, key.length() + 1)).isEqualTo(model.get(key));
        }
        for (String key : model.keySet()) {
            trie = trie.without(key);
        }
        assertThat(trie.isEmpty()).isTrue();
    }

    /** {@code Aa} and {@code BB} have one hash, and so have all texts made of as many of them. */
    private static String key(int number) {
        return Integer.toBinaryString(number).replace("0", "Aa").replace("1", "BB");
    }
}
