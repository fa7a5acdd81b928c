package dev.gatehouse.ui.demo.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BehaviourTest {

    @Test
    void oneInAHundredIsOfEachBadSort() {
        for (Behaviour behaviour : Behaviour.values()) {
            long count = IntStream.range(0, 2_000).filter(index -> Behaviour.of(index, 2_000) == behaviour).count();
            assertThat(count).isEqualTo(behaviour == Behaviour.STEADY ? 1_920 : 20);
        }
    }

    @Test
    void firstClientIsAlwaysAGoodOne() {
        assertThat(Behaviour.of(0, 1)).isEqualTo(Behaviour.STEADY);
    }
}
