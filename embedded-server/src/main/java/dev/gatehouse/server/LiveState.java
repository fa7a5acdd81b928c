package dev.gatehouse.server;

import dev.gatehouse.model.health.DependencyHealth;
import dev.gatehouse.model.health.DependencyState;
import dev.gatehouse.server.answer.AnswerStore;
import dev.gatehouse.server.answer.memory.MemoryAnswerStore;
import dev.gatehouse.server.answer.redis.RedisAnswerStore;
import dev.gatehouse.server.auth.Denylist;
import dev.gatehouse.server.auth.LockStore;
import dev.gatehouse.server.auth.LoginStore;
import dev.gatehouse.server.auth.memory.MemoryDenylist;
import dev.gatehouse.server.auth.memory.MemoryLockStore;
import dev.gatehouse.server.auth.memory.MemoryLoginStore;
import dev.gatehouse.server.auth.redis.RedisDenylist;
import dev.gatehouse.server.auth.redis.RedisLockStore;
import dev.gatehouse.server.auth.redis.RedisLoginStore;
import dev.gatehouse.server.bus.Bus;
import dev.gatehouse.server.bus.memory.MemoryBus;
import dev.gatehouse.server.bus.redis.RedisBus;
import dev.gatehouse.server.call.Tracer;
import dev.gatehouse.server.job.JobInputs;
import dev.gatehouse.server.job.JobLive;
import dev.gatehouse.server.job.redis.RedisJobInputs;
import dev.gatehouse.server.job.redis.RedisJobStore;
import dev.gatehouse.server.limit.RouteLimits;
import dev.gatehouse.server.limit.memory.MemoryLimitStore;
import dev.gatehouse.server.limit.redis.RedisLimitStore;
import dev.gatehouse.server.lock.memory.MemoryFencedLocks;
import dev.gatehouse.server.lock.redis.RedisFencedLocks;
import dev.gatehouse.server.machine.MachineLive;
import dev.gatehouse.server.machine.memory.MemoryMachineLocks;
import dev.gatehouse.server.machine.memory.MemoryMachineStore;
import dev.gatehouse.server.machine.redis.RedisMachineLocks;
import dev.gatehouse.server.machine.redis.RedisMachineStore;
import dev.gatehouse.server.message.MessageLive;
import dev.gatehouse.server.message.MessageStore;
import dev.gatehouse.server.message.memory.MemoryMessageStore;
import dev.gatehouse.server.message.memory.MemoryReportStore;
import dev.gatehouse.server.message.redis.RedisMessageStore;
import dev.gatehouse.server.message.redis.RedisReportStore;
import dev.gatehouse.server.outage.Door;
import dev.gatehouse.server.redis.PooledRedisConnection;
import dev.gatehouse.server.redis.RedisAddress;
import dev.gatehouse.server.redis.RedisConnection;
import dev.gatehouse.server.redis.RedisLimits;
import dev.gatehouse.server.schedule.Ticker;
import dev.gatehouse.server.session.PresenceStore;
import dev.gatehouse.server.session.memory.MemoryPresenceStore;
import dev.gatehouse.server.session.redis.RedisPresenceStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

/**
 * What dies with its time: in Redis where one is configured, else in memory.
 *
 * @param onRecovered takes actions to run each time that Redis is back
 */
record LiveState(Bus bus, PresenceStore presence, LoginStore logins, Denylist denylist, LockStore locks,
        MachineLive machines, MessageLive messages, JobLive jobs, Traffic traffic,
        Supplier<DependencyHealth> health, Consumer<Runnable> onRecovered) {

    /** How often Redis is told of writes that it did not take. */
    private static final Duration TELL_EVERY = Duration.ofSeconds(1);

    /**
     * What is kept, and how long.
     *
     * @param lifetime how long a session lives without a heartbeat
     */
    record Kept(Duration lifetime, MessageStore.Limits messages) {

        static Kept of(Duration lifetime, ServerConfig.Delivery delivery) {
            return new Kept(lifetime, new MessageStore.Limits(delivery.historySize(), delivery.historyAge(),
                    delivery.inboxSize(), delivery.inboxAge(), delivery.resume()));
        }
    }

    /** What the traffic port counts and keeps. */
    record Traffic(RouteLimits limits, AnswerStore answers) {}

    /**
     * The way to Redis.
     *
     * @param latencyNanos told how long each call took
     * @param tracer       measures what messages of other nodes have this one do
     * @param door         while it is shut Redis is treated as away
     */
    record Way(LongConsumer latencyNanos, Tracer tracer, Door door) {}

    static LiveState open(ServerConfig.Redis config, String node, Kept kept, Clock clock, Way way, Closing closing) {
        Duration lifetime = kept.lifetime;
        if (!config.configured()) {
            Instant since = clock.instant();
            Bus bus = closing.add("bus", new MemoryBus(node, way.tracer));
            return new LiveState(bus, new MemoryPresenceStore(lifetime, clock),
                    new MemoryLoginStore(clock), new MemoryDenylist(clock), new MemoryLockStore(clock),
                    new MachineLive(new MemoryMachineStore(clock), new MemoryMachineLocks(clock)),
                    new MessageLive(new MemoryMessageStore(kept.messages, bus, clock), new MemoryReportStore(clock)),
                    new JobLive(new MemoryFencedLocks(clock), null, JobInputs.OWN), alone(clock),
                    () -> new DependencyHealth("redis", DependencyState.OFF, since,
                            "No Redis is configured; live state is kept in memory.", null, Map.of(), 0),
                    action -> {});
        }
        RedisConnection redis = closing.add("redis", new PooledRedisConnection(RedisAddress.parse(config.uri()),
                new RedisLimits(config.poolSize(), config.timeout()), config.prefix(), clock,
                way.latencyNanos, way.door));
        RedisAnswerStore answers = new RedisAnswerStore(redis, MemoryAnswerStore.MOST_BYTES);
        closing.add("writes to be told", new Ticker("answer-writes", TELL_EVERY, answers::tellUntold));
        return new LiveState(closing.add("bus", new RedisBus(redis, node, way.tracer)),
                new RedisPresenceStore(redis, lifetime, clock), new RedisLoginStore(redis, clock),
                new RedisDenylist(redis, clock), new RedisLockStore(redis),
                new MachineLive(new RedisMachineStore(redis, clock), new RedisMachineLocks(redis, clock)),
                new MessageLive(new RedisMessageStore(redis, node, kept.messages), new RedisReportStore(redis)),
                new JobLive(new RedisFencedLocks(redis, node), new RedisJobStore(redis), new RedisJobInputs(redis)),
                new Traffic(new RouteLimits(new RedisLimitStore(redis), new MemoryLimitStore(clock)),
                        answers),
                answers::health, redis::onRecovered);
    }

    private static Traffic alone(Clock clock) {
        return new Traffic(new RouteLimits(new MemoryLimitStore(clock), null), new MemoryAnswerStore(clock));
    }
}
