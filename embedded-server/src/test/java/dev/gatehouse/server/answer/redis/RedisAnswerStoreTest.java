package dev.gatehouse.server.answer.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.model.health.DependencyState;
import dev.gatehouse.model.route.RoutePolicies.ChangeKind;
import dev.gatehouse.server.answer.AnswerStore;
import dev.gatehouse.server.answer.AnswerStoreContract;
import dev.gatehouse.server.answer.KeptAnswer;
import dev.gatehouse.server.fixture.ClusterConnection;
import dev.gatehouse.server.fixture.RedisFixture;
import dev.gatehouse.server.redis.PooledRedisConnection;
import dev.gatehouse.server.redis.RedisAddress;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** On a real server in cluster mode, which refuses whatever spans slots. */
class RedisAnswerStoreTest extends AnswerStoreContract {

    private static final Duration KEPT = Duration.ofHours(2);
    private static final String WAITING = "writes to be told";

    @RegisterExtension
    private static final ClusterConnection REDIS = new ClusterConnection();

    @Override
    protected AnswerStore open() {
        return new RedisAnswerStore(REDIS.get(), 64L << 20);
    }

    @Test
    void nodeKeepsNoMoreThanItsShare() {
        RedisAnswerStore store = new RedisAnswerStore(REDIS.get(), 100_000);
        List<String> keys = IntStream.range(0, 50).mapToObj(n -> "share-" + n).toList();
        keys.forEach(key -> store.put(key, large()));

        Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> {
            store.put("share-last", large()); // what fell out is forgotten with the next one that comes
            long found = keys.stream().filter(key -> open().find(key) != null).count();
            return found > 0 && found <= 10;
        });
        assertThat(store.find("share-last")).isNotNull();
    }

    private static KeptAnswer large() {
        return new KeptAnswer(List.of(), 200, Map.of(), ByteBuffer.wrap(new byte[10_000]), 0, 3_600_000);
    }

    @Test
    void writeThatRedisRefusedIsToldWhenItIsTaken() {
        RedisFixture full = RedisFixture.start();
        try (PooledRedisConnection own = new PooledRedisConnection(RedisAddress.parse(full.uri()), "gh:",
                Clock.systemUTC(), _ -> {})) {
            RedisAnswerStore store = new RedisAnswerStore(own, 64L << 20);
            RedisAnswerStore other = new RedisAnswerStore(own, 64L << 20);
            full.ask("CONFIG SET maxmemory 1");
            store.wrote("a", KEPT);
            store.wrote("b", KEPT);
            store.tellUntold();
            assertThat(Objects.requireNonNull(store.lastWrite("a")).age()).isZero();
            assertThat(other.lastWrite("a")).isNull();

            full.ask("CONFIG SET maxmemory 0");
            assertThat(store.lastWrite("a")).isNotNull();
            assertThat(other.lastWrite("a")).isNotNull();
            assertThat(other.lastWrite("b")).isNull();
            store.tellUntold();
            assertThat(other.lastWrite("b")).isNotNull();
            other.wrote("a", KEPT);

            assertThat(mark(store)).isEqualTo(mark(other));
        } finally {
            full.close();
        }
    }

    @Test
    void changeThatRedisRefusesIsSeenInHealthAndToldWhenItIsTaken() {
        RedisFixture full = RedisFixture.start();
        try (PooledRedisConnection own = new PooledRedisConnection(RedisAddress.parse(full.uri()), "gh:",
                Clock.systemUTC(), _ -> {})) {
            RedisAnswerStore store = new RedisAnswerStore(own, 64L << 20);
            full.ask("CONFIG SET maxmemory 1");
            store.changed(ChangeKind.ROUTE, 42);
            store.wrote("a", KEPT);

            assertThat(new RedisAnswerStore(own, 64L << 20).lastChange(ChangeKind.ROUTE)).isZero();
            assertThat(store.health().state()).isEqualTo(DependencyState.LIVE);
            assertThat(store.health().queues()).containsEntry(WAITING, 2L).containsKey("connections in use");
            assertThat(store.health().detail()).contains("OOM");

            full.ask("CONFIG SET maxmemory 0");
            store.tellUntold();
            assertThat(new RedisAnswerStore(own, 64L << 20).lastChange(ChangeKind.ROUTE)).isEqualTo(42);
            assertThat(store.health().queues()).containsEntry(WAITING, 0L);
            assertThat(store.health().detail()).doesNotContain("OOM");
        } finally {
            full.close();
        }
    }

    private static String mark(AnswerStore store) {
        return Objects.requireNonNull(store.lastWrite("a")).mark();
    }

    @Test
    void markOfAWriteExpiresWhenNothingOfBeforeItCanBeKept() {
        AnswerStore store = open();
        store.wrote("short", Duration.ofMillis(300));
        assertThat(Objects.requireNonNull(store.lastWrite("short")).age()).isBetween(Duration.ZERO,
                Duration.ofMillis(300));

        Awaitility.await().atMost(Duration.ofSeconds(5)).pollInterval(Duration.ofMillis(10))
                .until(() -> store.lastWrite("short") == null);
    }

    @Test
    void changeWhileRedisIsAwayIsToldWhenItIsBack() {
        RedisFixture mortal = RedisFixture.start();
        try (PooledRedisConnection own = new PooledRedisConnection(RedisAddress.parse(mortal.uri()), "gh:",
                Clock.systemUTC(), _ -> {})) {
            RedisAnswerStore store = new RedisAnswerStore(own, 64L << 20);
            assertThat(store.lastChange(ChangeKind.ROUTE)).isZero();
            mortal.kill();
            store.changed(ChangeKind.ROUTE, 42);
            store.changed(ChangeKind.ROUTE, 43);
            assertThat(store.lastChange(ChangeKind.ROUTE)).isEqualTo(43);
            for (int at = 44; at < 50; at++) {
                store.changed(ChangeKind.ROUTE, at);
            }
            store.wrote("a", KEPT);
            assertThat(store.lastWrite("a")).isNotNull();
            mortal.restart();

            Awaitility.await().atMost(Duration.ofSeconds(10)).ignoreExceptions()
                    .until(() -> new RedisAnswerStore(own, 64L << 20).lastChange(ChangeKind.ROUTE) == 49
                            && new RedisAnswerStore(own, 64L << 20).lastWrite("a") != null);
        } finally {
            mortal.close();
        }
    }
}
