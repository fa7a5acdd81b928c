package dev.gatehouse.server.machine.redis;

import dev.gatehouse.server.machine.MachineStore;
import dev.gatehouse.server.redis.RedisConnection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.params.SetParams;

/**
 * What machines leave behind, in Redis: the strings {@code machine-challenge:<name>}, {@code machine-session:<name>} and
 * {@code machine-nonce:<name>}, each of which expires by itself.
 */
public final class RedisMachineStore implements MachineStore {

    private final RedisConnection redis;
    private final Clock clock;

    public RedisMachineStore(RedisConnection redis, Clock clock) {
        this.redis = redis;
        this.clock = clock;
    }

    @Override
    public void putChallenge(String name, Instant until) {
        redis.call(commands -> commands.set(challengeKey(name), "1", lasting(until)));
    }

    @Override
    public boolean takeChallenge(String name) {
        return redis.call(commands -> commands.del(challengeKey(name))) == 1;
    }

    private String challengeKey(String name) {
        return redis.key("machine-challenge:" + name);
    }

    @Override
    public void putSession(String name, String sealed, Instant until) {
        redis.call(commands -> commands.set(redis.key("machine-session:" + name), sealed, lasting(until)));
    }

    @Override
    public @Nullable String session(String name) {
        return redis.call(commands -> commands.get(redis.key("machine-session:" + name)));
    }

    @Override
    public boolean isNew(String nonce, Instant until) {
        return redis.call(
                commands -> commands.set(redis.key("machine-nonce:" + nonce), "1", lasting(until).nx()) != null);
    }

    private SetParams lasting(Instant until) {
        return SetParams.setParams().px(Math.max(1, Duration.between(clock.instant(), until).toMillis()));
    }
}
