package dev.gatehouse.server.lock.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.server.fixture.ClusterConnection;
import dev.gatehouse.server.lock.FencedLocks;
import dev.gatehouse.server.lock.FencedLocks.Lease;
import dev.gatehouse.server.lock.FencedLocksContract;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RedisFencedLocksTest extends FencedLocksContract {

    @RegisterExtension
    private static final ClusterConnection REDIS = new ClusterConnection();

    @Override
    protected FencedLocks locks() {
        return new RedisFencedLocks(REDIS.get(), "n1");
    }

    @Test
    void tokenGrowsThoughRedisWasEmptied() {
        Lease before = Objects.requireNonNull(locks().take("emptied", Duration.ofSeconds(30)));
        REDIS.flush();

        Lease after = Objects.requireNonNull(locks().take("emptied", Duration.ofSeconds(30)));

        assertThat(after.token()).isGreaterThan(before.token());
    }
}
