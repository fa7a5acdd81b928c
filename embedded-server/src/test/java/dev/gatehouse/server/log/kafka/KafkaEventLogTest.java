package dev.gatehouse.server.log.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.model.health.DependencyState;
import dev.gatehouse.server.fixture.KafkaFixture;
import dev.gatehouse.server.log.EventLog;
import dev.gatehouse.server.log.EventLogContract;
import dev.gatehouse.server.log.LogUnavailableException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaEventLogTest extends EventLogContract {

    private static final AtomicInteger TOPICS = new AtomicInteger();

    @TempDir
    static Path folder;

    private static KafkaFixture kafka;

    private String name = "";

    @BeforeAll
    static void startBroker() {
        kafka = KafkaFixture.started(folder);
    }

    @AfterAll
    static void stopBroker() {
        kafka.close();
    }

    @Override
    protected EventLog open() {
        name = "topic-" + TOPICS.incrementAndGet();
        return reopen();
    }

    @Override
    protected EventLog reopen() {
        return log(name, 1, Duration.ofSeconds(20));
    }

    @Override
    protected void truncate(long offset) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrap()))) {
            admin.deleteRecords(Map.of(new TopicPartition(name, 0), RecordsToDelete.beforeOffset(offset)))
                    .all()
                    .get(30, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void changesAreKeptForever() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrap()))) {
            ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, name);
            assertThat(admin.describeConfigs(List.of(topic)).all().get(30, TimeUnit.SECONDS).values())
                    .allSatisfy(config -> assertThat(config.get("retention.ms").value()).isEqualTo("-1"));
        }
    }

    @Test
    void everyPartitionIsRead() {
        try (EventLog wide = log("wide", 3, Duration.ofSeconds(20))) {
            await().atMost(LONG).ignoreExceptions().until(() -> wide.ends().size() == 3);
            Seen seen = new Seen();
            try (EventLog.Subscription _ = wide.subscribe(Map.of(), seen)) {
                for (int i = 0; i < 30; i++) {
                    join(wide.append("key" + i, "v" + i));
                }
                await().atMost(LONG).until(() -> seen.values().size() == 30);
            }
            assertThat(wide.ends().values().stream().mapToLong(Long::longValue).sum()).isEqualTo(30);
        }
    }

    @Test
    void outageIsToldInTimeAndSurvived() {
        KafkaEventLog impatient = log(name, 1, KafkaTopic.PATIENCE);
        try (impatient) {
            Seen seen = subscribe(Map.of());
            append("before");
            await().atMost(LONG).until(() -> seen.values().size() == 1);
            kafka.stop();

            long asked = System.nanoTime();
            assertThatThrownBy(() -> impatient.append("k", "lost").get(30, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(LogUnavailableException.class);
            assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(Duration.ofMillis(3_500));
            assertThatThrownBy(impatient::ends).isInstanceOf(LogUnavailableException.class);
            assertThat(impatient.reachability().seen().state()).isEqualTo(DependencyState.DEGRADED);
            assertThat(impatient.reachability().seen().lastFailure()).isNotNull();

            kafka.start();
            await().atMost(LONG).until(
                    () -> impatient.reachability().seen().state() == DependencyState.LIVE);
            await().atMost(LONG).ignoreExceptions().until(() -> append("after") != null);
            await().atMost(LONG).until(() -> seen.values().contains("after"));
            assertThat(seen.values()).startsWith("before").doesNotHaveDuplicates();
        } finally {
            kafka.start();
        }
    }

    @Test
    void startsWhileTheBrokerIsAway() {
        kafka.stop();
        try (EventLog early = log("early", 1, KafkaTopic.PATIENCE)) {
            Seen seen = new Seen();
            try (EventLog.Subscription _ = early.subscribe(Map.of(), seen)) {
                assertThatThrownBy(() -> early.append("k", "too early").get(30, TimeUnit.SECONDS))
                        .hasCauseInstanceOf(LogUnavailableException.class);
                kafka.start();
                await().atMost(LONG).ignoreExceptions().until(
                        () -> early.append("k", "now").get(5, TimeUnit.SECONDS) != null);
                await().atMost(LONG).until(() -> seen.values().contains("now"));
            }
        } finally {
            kafka.start();
        }
    }

    private static KafkaEventLog log(String topic, int partitions, Duration patience) {
        return new KafkaEventLog(new KafkaTopic(kafka.bootstrap(), topic, partitions, true, patience),
                Clock.systemUTC());
    }
}
