package dev.gatehouse.server.auth.redis;

import dev.gatehouse.server.auth.Denylist;
import dev.gatehouse.server.redis.RedisConnection;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.params.ZRangeParams;
import redis.clients.jedis.resps.Tuple;

/**
 * The denylist in Redis: {@code deny:<hash>} with a hash of createdAt and expiresAt that expires with the denial, for
 * whoever looks one up, and the sorted set {@code denied} of hash to expiry, for nodes that compare all.
 */
public final class RedisDenylist implements Denylist {

    private static final int AT_A_TIME = 1_000;

    private final RedisConnection redis;
    private final Clock clock;

    public RedisDenylist(RedisConnection redis, Clock clock) {
        this.redis = redis;
        this.clock = clock;
    }

    @Override
    public void deny(String hash, Instant until) {
        denyAll(Map.of(hash, until));
    }

    @Override
    public void denyAll(Map<String, Instant> denials) {
        Iterator<Map.Entry<String, Instant>> left = denials.entrySet().iterator();
        while (left.hasNext()) {
            redis.pipeline(pipeline -> {
                for (int i = 0; i < AT_A_TIME && left.hasNext(); i++) {
                    Map.Entry<String, Instant> denial = left.next();
                    deny(pipeline, denial.getKey(), denial.getValue());
                }
                pipeline.zremrangeByScore(redis.key("denied"), 0, (double) clock.millis());
            });
        }
    }

    private void deny(AbstractPipeline pipeline, String hash, Instant until) {
        String key = redis.key("deny:" + hash);
        pipeline.hset(key, Map.of("createdAt", clock.instant().toString(), "expiresAt", until.toString()));
        pipeline.pexpireAt(key, until.toEpochMilli());
        pipeline.zadd(redis.key("denied"), (double) until.toEpochMilli(), hash);
    }

    @Override
    public Set<String> denied(Collection<String> hashes) {
        Map<String, Response<Boolean>> answers = new HashMap<>();
        redis.pipeline(pipeline -> hashes
                .forEach(hash -> answers.put(hash, pipeline.exists(redis.key("deny:" + hash)))));
        return answers.entrySet().stream().filter(answer -> answer.getValue().get()).map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public Map<String, Instant> all() {
        return redis.call(commands -> commands.zrangeWithScores(redis.key("denied"),
                ZRangeParams.zrangeByScoreParams((double) clock.millis(), Double.POSITIVE_INFINITY))).stream()
                .collect(Collectors.toMap(Tuple::getElement, tuple -> Instant.ofEpochMilli((long) tuple.getScore())));
    }
}
