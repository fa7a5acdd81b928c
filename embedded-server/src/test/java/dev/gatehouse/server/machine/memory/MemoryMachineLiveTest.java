package dev.gatehouse.server.machine.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.server.machine.MachineLive;
import dev.gatehouse.server.machine.MachineLiveContract;
import dev.gatehouse.server.machine.MachineLocks;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class MemoryMachineLiveTest extends MachineLiveContract {

    private final MachineLive live = new MachineLive(new MemoryMachineStore(clock), new MemoryMachineLocks(clock));

    @Override
    protected MachineLive open() {
        return live;
    }

    @Test
    void allIsForgottenWhenItsTimeIsOver() {
        live.store().putChallenge("c", clock.instant().plusSeconds(30));
        live.store().putSession("s", "sealed", clock.instant().plusSeconds(30));
        live.store().isNew("n", clock.instant().plusSeconds(30));
        for (int i = 0; i < MachineLocks.MOST_FAILURES; i++) {
            live.locks().failed("10.0.0.1");
        }
        clock.move(Duration.ofSeconds(31));

        assertThat(live.store().takeChallenge("c")).isFalse();
        assertThat(live.store().session("s")).isNull();
        assertThat(live.store().isNew("n", clock.instant().plusSeconds(30))).isTrue();
        assertThat(live.locks().find("10.0.0.1")).isNotNull();
        clock.move(MachineLocks.SHUT);
        assertThat(live.locks().list()).isEmpty();
    }
}
