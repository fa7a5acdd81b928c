package dev.gatehouse.server.bus.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.server.bus.Bus;
import dev.gatehouse.server.bus.BusContract;
import dev.gatehouse.server.fixture.RedisFixture;
import dev.gatehouse.server.redis.PooledRedisConnection;
import dev.gatehouse.server.redis.RedisAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RedisBusTest extends BusContract {

    private RedisFixture redis;
    private PooledRedisConnection connection;

    @BeforeEach
    void start() {
        redis = RedisFixture.start();
        connection = new PooledRedisConnection(RedisAddress.parse(redis.uri()), "gh:", Clock.systemUTC(), _ -> {});
    }

    @AfterEach
    void stop() {
        connection.close();
        redis.close();
    }

    @Override
    protected Bus open(String node) {
        return new RedisBus(connection, node);
    }

    @Test
    void reachesOneNodeOrAll() {
        try (Bus a = open("a"); Bus b = open("b")) {
            List<String> heard = new CopyOnWriteArrayList<>();
            a.on("hello", message -> heard.add("a<" + message.from()));
            b.on("hello", message -> heard.add("b<" + message.from()));
            whole(a, b);

            a.publish("hello", Map.of());
            b.send("a", "hello", Map.of());

            await().until(() -> heard.size() == 3);
            assertThat(heard).containsExactlyInAnyOrder("a<a", "b<a", "a<b");
        }
    }

    @Test
    void comesBackAfterRedisWasKilledAndSaysSo() {
        try (Bus a = open("a"); Bus b = open("b")) {
            AtomicInteger reconnects = new AtomicInteger();
            b.onReconnect(reconnects::incrementAndGet);
            whole(a, b);
            redis.kill();
            a.publish("lost", Map.of());
            redis.restart();

            await().atMost(Duration.ofSeconds(10)).until(() -> reconnects.get() > 0);
            whole(a, b);
        }
    }

    @Test
    void noticesALineThatIsSilent() {
        try (Bus a = open("a"); Bus b = open("b")) {
            AtomicInteger reconnects = new AtomicInteger();
            b.onReconnect(reconnects::incrementAndGet);
            whole(a, b);
            redis.pause();
            await().atMost(Duration.ofSeconds(10)).until(() -> "open".equals(connection.health().breaker()));
            await().pollDelay(Duration.ofSeconds(3)).until(() -> true);
            redis.resume();

            await().atMost(Duration.ofSeconds(10)).until(() -> reconnects.get() > 0);
            whole(a, b);
        }
    }

    private static void whole(Bus from, Bus to) {
        AtomicInteger heard = new AtomicInteger();
        to.on("whole?", _ -> heard.incrementAndGet());
        await().atMost(Duration.ofSeconds(10)).until(() -> {
            from.publish("whole?", Map.of());
            return heard.get() > 0;
        });
    }
}
