package dev.gatehouse.server.session.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.server.bus.redis.RedisBus;
import dev.gatehouse.server.fixture.ClusterConnection;
import dev.gatehouse.server.session.PresenceStore;
import dev.gatehouse.server.session.PresenceStoreContract;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Presence and bus on a real server in cluster mode, which refuses whatever spans slots. */
class ClusterPresenceStoreTest extends PresenceStoreContract {

    @RegisterExtension
    private static final ClusterConnection REDIS = new ClusterConnection();

    @BeforeEach
    void empty() {
        REDIS.flush();
    }

    @Override
    protected PresenceStore open(Duration lifetime) {
        return new RedisPresenceStore(REDIS.get(), lifetime, Clock.systemUTC());
    }

    @Test
    void busWorksOnAClusterToo() {
        try (RedisBus a = new RedisBus(REDIS.get(), "a"); RedisBus b = new RedisBus(REDIS.get(), "b")) {
            AtomicInteger heard = new AtomicInteger();
            b.on("hello", _ -> heard.incrementAndGet());

            await().until(() -> {
                a.publish("hello", Map.of());
                return heard.get() > 0;
            });
            assertThat(a.dropped()).isZero();
        }
    }
}
