package dev.gatehouse.server.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RepairPaceTest {

    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final RepairPace pace = new RepairPace(Duration.ofSeconds(10));

    @Test
    void firstIsDueAtOnceAndTheNextInTime() {
        assertThat(pace.isDue(0)).isTrue();
        assertThat(pace.compared(0, SECOND / 100)).isTrue();

        assertThat(pace.isDue(9 * SECOND)).isFalse();
        assertThat(pace.isDue(10 * SECOND)).isTrue();
        assertThat(pace.compared(10 * SECOND, 10 * SECOND)).isFalse();
    }

    @Test
    void whatTakesLongIsDoneSeldom() {
        pace.compared(0, 4 * SECOND);

        assertThat(pace.isDue(79 * SECOND)).isFalse();
        assertThat(pace.isDue(80 * SECOND)).isTrue();
    }
}
