package dev.gatehouse.server.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.model.message.CloseCode;
import dev.gatehouse.model.session.Session;
import dev.gatehouse.server.bus.Questions;
import dev.gatehouse.server.bus.memory.MemoryBus;
import dev.gatehouse.server.session.memory.MemoryPresenceStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class SessionGeneratorTest {

    private static final int SESSIONS = 500;

    @Test
    void fillsTheStoreAndKeepsItChanging() {
        Clock clock = Clock.systemUTC();
        PresenceIndex index = new PresenceIndex();
        MemoryPresenceStore store = new MemoryPresenceStore(Duration.ofMinutes(1), clock);
        SessionGenerator.Scale scale = new SessionGenerator.Scale(SESSIONS, 200, Duration.ofSeconds(1));
        try (MemoryBus bus = new MemoryBus("generator");
                PresenceSync sync = new PresenceSync("generator", store, index, bus, Duration.ofMinutes(1), clock);
                SessionGenerator generator = new SessionGenerator(index, sync, bus, scale, clock)) {
            sync.start();
            generator.start();
            await().untilAsserted(() -> assertThat(store.sidsOfNode("generator")).hasSize(SESSIONS));
            Set<String> before = store.sidsOfNode("generator");
            Instant seen = clock.instant();

            await().untilAsserted(() -> {
                assertThat(store.sidsOfNode("generator")).isNotEqualTo(before);
                assertThat(index.all()).anyMatch(session -> session.lastSeenAt().isAfter(seen)
                        && before.contains(session.sid()));
            });
            assertThat(generator.online()).isEqualTo(SESSIONS);
            assertThat(index.count()).isEqualTo(SESSIONS);
        }
    }

    @Test
    void whomAnOperatorKicksIsOverAndAnotherComes() {
        Clock clock = Clock.systemUTC();
        PresenceIndex index = new PresenceIndex();
        MemoryPresenceStore store = new MemoryPresenceStore(Duration.ofMinutes(1), clock);
        SessionGenerator.Scale scale = new SessionGenerator.Scale(20, 0, Duration.ofSeconds(1));
        try (MemoryBus bus = new MemoryBus("generator");
                PresenceSync sync = new PresenceSync("generator", store, index, bus, Duration.ofMinutes(1), clock);
                SessionGenerator generator = new SessionGenerator(index, sync, bus, scale, clock)) {
            sync.start();
            generator.start();
            await().until(() -> generator.online() == 20);
            Questions<SessionOrders.Order, SessionOrders.Done> orders = new Questions<>(bus, SessionOrders.KIND,
                    SessionOrders.Order.class, SessionOrders.Done.class, _ -> new SessionOrders.Done(0));
            Session kicked = index.all().iterator().next();

            try (var asked = orders.ask("generator", new SessionOrders.Order(List.of(kicked.sid()), List.of(), null,
                    new SessionOrders.Cause(CloseCode.KICKED, "enough", "root")))) {
                assertThat(asked.await(Duration.ofSeconds(5))).isNotNull();
            }

            assertThat(index.find(kicked.sid())).isNull();
            await().until(() -> generator.online() == 20 && index.count() == 20);
        }
    }

    @Test
    void madeUpSessionsDiffer() {
        MadeUpSessions sessions = new MadeUpSessions("n1", Sessions.BEGIN);
        Set<String> sids = new TreeSet<>();
        for (int number = 0; number < 10_000; number++) {
            Session session = sessions.settled(number, Sessions.BEGIN);
            sids.add(session.sid());
            assertThat(session.sid()).hasSize(26).isEqualTo(sessions.sid(number));
            assertThat(session.connectedAt()).isBeforeOrEqualTo(Sessions.BEGIN);
        }
        assertThat(sids).hasSize(10_000);
    }
}
