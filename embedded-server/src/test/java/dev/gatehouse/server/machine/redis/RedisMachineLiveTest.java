package dev.gatehouse.server.machine.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.server.fixture.ClusterConnection;
import dev.gatehouse.server.machine.MachineLive;
import dev.gatehouse.server.machine.MachineLiveContract;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** On a real server in cluster mode, which refuses whatever spans slots. */
class RedisMachineLiveTest extends MachineLiveContract {

    @RegisterExtension
    private static final ClusterConnection REDIS = new ClusterConnection();

    @Override
    protected MachineLive open() {
        return new MachineLive(new RedisMachineStore(REDIS.get(), clock), new RedisMachineLocks(REDIS.get(), clock));
    }

    @Test
    void everyKeyHasALifetime() {
        MachineLive live = open();
        live.store().putChallenge("c", clock.instant().plusSeconds(30));
        live.store().putSession("s", "sealed", clock.instant().plusSeconds(30));
        live.store().isNew("n", clock.instant().plusSeconds(30));
        live.locks().failed("10.9.9.9");

        for (String name : new String[]{"machine-challenge:c", "machine-session:s", "machine-nonce:n",
                "machine-failures:{10.9.9.9}"}) {
            assertThat(REDIS.ttlMillis("gh:" + name)).as(name).isBetween(1L, 60_000L);
        }
    }
}
