package dev.gatehouse.server.outage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.model.health.Rehearsal;
import dev.gatehouse.server.fixture.KafkaFixture;
import dev.gatehouse.server.log.EventLog;
import dev.gatehouse.server.log.RecordTooLargeException;
import dev.gatehouse.server.log.kafka.KafkaEventLog;
import dev.gatehouse.server.log.kafka.KafkaTopic;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A topic of a real Kafka behind its door and its breaker. */
class GuardedEventLogTest {

    private static final Duration PATIENCE = Duration.ofMillis(500);

    @TempDir
    private Path folder;

    private final Door door = new Door("kafka");
    private KafkaFixture kafka;
    private GuardedEventLog log;

    @BeforeEach
    void start() {
        kafka = KafkaFixture.started(folder);
        log = GuardedEventLog.ofCommands(new KafkaEventLog(
                new KafkaTopic(kafka.bootstrap(), "guarded", 1, true, PATIENCE), Clock.systemUTC()), door);
        await().atMost(Duration.ofSeconds(20)).until(this::appended);
    }

    @AfterEach
    void stop() {
        log.close();
        kafka.close();
    }

    private boolean appended() {
        try {
            return log.append("k", "v").join().offset() >= 0;
        } catch (CompletionException e) {
            return false;
        }
    }

    @Test
    void logThatDoesNotAnswerIsLeftAloneForASecond() {
        kafka.stop();
        await().atMost(Duration.ofSeconds(20)).until(() -> !appended() && "open".equals(log.breaker()));

        long startedNanos = System.nanoTime();
        assertThat(appended()).isFalse();
        assertThat(Duration.ofNanos(System.nanoTime() - startedNanos)).isLessThan(PATIENCE);

        kafka.start();
        await().atMost(Duration.ofSeconds(30)).until(this::appended);
        assertThat(log.breaker()).isEqualTo("closed");
    }

    @Test
    void nothingPassesADoorThatIsShut() {
        List<String> read = new CopyOnWriteArrayList<>();
        try (EventLog.Subscription subscription = log.subscribe(Map.of(), new EventLog.Reader() {

            @Override
            public void read(List<EventLog.Entry> entries) {
                entries.forEach(entry -> read.add(entry.value()));
            }

            @Override
            public void gap(int partition, long from, long to) {
                throw new AssertionError("No gap is expected");
            }
        })) {
            assertThat(subscription).isNotNull();
            await().until(() -> !read.isEmpty());
            Instant now = Instant.now();
            door.shut(new Rehearsal("kafka", "root", now, now.plusSeconds(60)));

            assertThat(appended()).isFalse();
            Assertions.assertThatThrownBy(log::ends).hasMessageContaining("rehearsal that root began");
            door.open();

            await().until(this::appended);
        }
    }

    @Test
    void doorOpensWhenItsTimeIsOver() {
        AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
        Instant longAgo = Instant.parse("2001-01-01T00:00:00Z");
        Rehearsal rehearsal = new Rehearsal("redis", "root", longAgo, longAgo.plusSeconds(10));
        Door timed = new Door("redis", nanos::get);
        timed.shut(rehearsal);
        assertThat(timed.sentence()).contains("root");
        assertThat(timed.openWhenDue()).isNull();

        nanos.addAndGet(Duration.ofSeconds(10).toNanos());

        assertThat(timed.sentence()).isNull();
        assertThat(timed.openWhenDue()).isEqualTo(rehearsal);
        assertThat(timed.open()).isNull();
    }

    @Test
    void recordThatIsTooLargeSaysNothingOfTheLog() {
        String huge = "x".repeat(2 << 20);
        for (int i = 0; i < 10; i++) {
            assertThat(log.append("k", huge)).failsWithin(Duration.ofSeconds(10)).withThrowableThat()
                    .withCauseInstanceOf(RecordTooLargeException.class);
        }

        assertThat(log.breaker()).isEqualTo("closed");
        assertThat(appended()).isTrue();
    }
}
