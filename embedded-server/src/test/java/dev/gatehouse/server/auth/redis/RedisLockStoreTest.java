package dev.gatehouse.server.auth.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.model.auth.LockKind;
import dev.gatehouse.server.auth.LockStore;
import dev.gatehouse.server.auth.LockStoreContract;
import dev.gatehouse.server.fixture.ClusterConnection;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RedisLockStoreTest extends LockStoreContract {

    @RegisterExtension
    private static final ClusterConnection REDIS = new ClusterConnection();

    @BeforeEach
    void forget() {
        REDIS.flush();
    }

    @Override
    protected LockStore store() {
        return new RedisLockStore(REDIS.get());
    }

    @Test
    void everyKeyHasALifetime() {
        LockStore.Door door = new LockStore.Door(LockKind.IP, "127.0.0.1", null,
                new LockStore.Rule(1, Duration.ofMinutes(1), Duration.ofMinutes(1), false));

        store().reserve(List.of(door));
        assertThat(REDIS.ttlMillis("gh:lock:{ip:127.0.0.1}")).isPositive();

        store().failed(List.of(door));
        assertThat(REDIS.ttlMillis("gh:lock:{ip:127.0.0.1}")).isPositive();
    }
}
