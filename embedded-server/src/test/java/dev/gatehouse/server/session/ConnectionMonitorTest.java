package dev.gatehouse.server.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.model.api.NodesExchange.Alarm;
import dev.gatehouse.model.api.NodesExchange.Connections;
import dev.gatehouse.model.api.NodesExchange.Frame;
import dev.gatehouse.model.api.NodesExchange.SocketDetail;
import dev.gatehouse.model.api.NodesExchange.Waiting;
import dev.gatehouse.model.message.ServerFrame;
import dev.gatehouse.server.fixture.RecordingSocket;
import dev.gatehouse.server.fixture.SettableClock;
import dev.gatehouse.server.http.Encoded;
import dev.gatehouse.server.http.Socket;
import dev.gatehouse.server.http.SocketLimits;
import dev.gatehouse.server.http.SocketRoute.Listener;
import dev.gatehouse.server.http.SocketRoute.Upgrade;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ConnectionMonitorTest {

    private static final SessionLimits TEN_SOCKETS = new SessionLimits(Duration.ofSeconds(30), 3, 100, 10, 1000,
            Elsewhere.ALLOW);

    private final SettableClock clock = new SettableClock(Instant.parse("2026-11-21T12:00:00Z"));
    private final TestNode node = TestNode.alone(TEN_SOCKETS, clock);
    private final ConnectionMonitor monitor = new ConnectionMonitor(node.service, SocketLimits.DEFAULTS, clock);

    @AfterEach
    void stop() {
        monitor.close();
        node.close();
    }

    /** A socket for whose reader bytes wait. */
    private record Waits(long queuedBytes) implements Socket {

        @Override
        public void send(Encoded message) {
            // Its reader never comes.
        }

        @Override
        public void close(int code, String reason) {
            // Its reader never comes.
        }
    }

    @Test
    void activeAndIdleSocketsAreToldApart() {
        Listener ann = node.connect("s1", "ann", new RecordingSocket());
        node.connect("s2", "bob", new RecordingSocket());
        clock.pass(Duration.ofSeconds(31));
        ann.text("{\"type\":\"join\",\"room\":\"lobby\"}");

        monitor.look();

        Connections seen = monitor.latest();
        assertThat(seen.active()).isEqualTo(1);
        assertThat(seen.idle()).isEqualTo(1);
        assertThat(seen.limit()).isEqualTo(10);
        assertThat(seen.messagesIn()).isPositive();
        assertThat(seen.alarms()).isEmpty();
    }

    @Test
    void slowestReadersComeFirstAndAFullQueueIsAnAlarm() {
        opened("s1", new Waits(5));
        opened("s2", new Waits(1_000_000));

        monitor.look();

        assertThat(monitor.latest().queuedBytes()).isEqualTo(1_000_005);
        assertThat(monitor.latest().slowest()).containsExactly(new Waiting("s2", "ann", 1_000_000),
                new Waiting("s1", "ann", 5));
        assertThat(monitor.latest().alarms()).containsExactly(new Alarm("ws.max-queued-bytes", 1_000_000, 1 << 20));
    }

    @Test
    void nodeThatIsNearlyFullIsAnAlarmUntilItIsNot() {
        for (int i = 0; i < 8; i++) {
            node.connect("s" + i, "ann", new RecordingSocket());
        }
        Listener last = node.connect("s8", "ann", new RecordingSocket());
        monitor.look();
        assertThat(monitor.latest().alarms()).containsExactly(new Alarm("ws.max-per-node", 9, 10));

        last.closed(1000, "");
        monitor.look();
        assertThat(monitor.latest().alarms()).isEmpty();
    }

    @Test
    void handlerThatDoesNotComeBackIsShownWithItsStack() throws InterruptedException {
        CountDownLatch release = new CountDownLatch(1);
        node.service.onHeartbeat(_ -> waitFor(release));
        Listener client = node.connect("s1", "ann", new RecordingSocket());
        Thread handler = Thread.ofVirtual().start(() -> client.text("{\"type\":\"heartbeat\"}"));
        try (ConnectionMonitor impatient = new ConnectionMonitor(node.service, SocketLimits.DEFAULTS,
                Duration.ofMillis(1), clock)) {
            await().untilAsserted(() -> {
                impatient.look();
                assertThat(impatient.latest().stuck()).singleElement().satisfies(stuck -> {
                    assertThat(stuck.sid()).isEqualTo("s1");
                    assertThat(stuck.stack()).anyMatch(line -> line.contains("ConnectionMonitorTest.waitFor"));
                });
            });
            release.countDown();
            handler.join();
            impatient.look();
            assertThat(impatient.latest().stuck()).isEmpty();
        }
    }

    @Test
    void socketTellsItsLastFramesNewestFirst() {
        Listener client = node.connect("s1", "ann", new RecordingSocket());
        for (int i = 0; i < 15; i++) {
            client.text("{\"type\":\"heartbeat\"}");
        }
        client.text("{\"type\":\"join\",\"room\":\"ö\"}");

        SocketDetail detail = Objects.requireNonNull(monitor.detail("s1"));

        assertThat(detail.subprotocol()).isEqualTo("gatehouse.v1");
        assertThat(detail.per10s()).isEqualTo(16);
        assertThat(detail.frames()).hasSize(20);
        assertThat(detail.frames().subList(0, 3)).extracting(Frame::type).containsExactly("join", "pong", "heartbeat");
        assertThat(detail.frames().getFirst().in()).isTrue();
        assertThat(detail.frames().getFirst().bytes()).isEqualTo(27);
        assertThat(detail.frames().get(1).in()).isFalse();
        assertThat(monitor.detail("s9")).isNull();
    }

    @Test
    void percentileIsAtMostAQuarterTooHigh() {
        HandlerTimes times = new HandlerTimes();
        for (int micros = 1; micros <= 1000; micros++) {
            times.add(micros * 1000L);
        }
        assertThat(times.p99Micros()).isBetween(990L, 1238L);
        for (long micros = 0; micros < 1L << 30; micros = micros * 5 / 4 + 1) {
            assertThat(HandlerTimes.highest(HandlerTimes.bucket(micros))).isBetween(micros, micros * 5 / 4 + 1);
        }
    }

    @Test
    void nodeThatIsNotAskedByItselfAnswersOverTheBus() {
        try (TestNode alone = TestNode.alone(TEN_SOCKETS, Clock.systemUTC())) {
            SocketQuestions questions = new SocketQuestions("another",
                    new ConnectionMonitor(alone.service, SocketLimits.DEFAULTS, Clock.systemUTC()), alone.bus);
            alone.connect("s1", "ann", new RecordingSocket());

            assertThat(questions.connections("n1").node()).isEqualTo("n1");
            assertThat(questions.detail("n1", "s1").frames()).extracting(Frame::type).isEqualTo(List.of("welcome"));
        }
    }

    private void opened(String sid, Socket socket) {
        LocalSession local = node.service.admit(new Upgrade(
                TestNode.client(sid, "ann"), "gatehouse.v1", "10.0.0.7", null));
        node.service.opened(local, socket);
        local.send(new ServerFrame.Pong());
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
