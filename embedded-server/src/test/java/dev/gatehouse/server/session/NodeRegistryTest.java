package dev.gatehouse.server.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.server.fixture.SettableClock;
import dev.gatehouse.server.session.memory.MemoryPresenceStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class NodeRegistryTest {

    private final Instant begin = Sessions.BEGIN;
    private final SettableClock clock = new SettableClock(begin);
    private final MemoryPresenceStore store = new MemoryPresenceStore(Duration.ofMinutes(1), Clock.systemUTC());

    @Test
    void clockThatIsSetBackDoesNotKeepADeadNodeAlive() {
        store.beat(new NodeBeat("two", "http://127.0.0.1:1", "test", begin, begin, 0, -1, false));
        try (NodeRegistry registry = new NodeRegistry(new NodeRegistry.Self("one", "test", begin), store, () -> 0L,
                () -> -1L, clock)) {
            AtomicInteger beats = new AtomicInteger();
            registry.onBeats(_ -> beats.incrementAndGet());
            registry.start("http://127.0.0.1:2");
            await().until(() -> registry.live("two"));

            clock.move(Duration.ofHours(-1));
            int before = beats.get();
            await().until(() -> beats.get() >= before + 2);
            assertThat(registry.live("two")).as("it was heard a moment ago").isTrue();
            clock.pass(NodeRegistry.OVERDUE.plusSeconds(1));

            assertThat(registry.live("two")).isFalse();
            assertThat(registry.live("one")).isTrue();
        }
    }
}
