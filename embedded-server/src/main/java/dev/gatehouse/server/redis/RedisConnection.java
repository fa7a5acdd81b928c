package dev.gatehouse.server.redis;

import dev.gatehouse.model.health.DependencyHealth;
import dev.gatehouse.server.call.LiveStateUnavailableException;
import java.util.function.Consumer;
import java.util.function.Function;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.Connection;
import redis.clients.jedis.UnifiedJedis;

/** The node's connection to Redis. Safe for use by several threads. */
public interface RedisConnection extends AutoCloseable {

    /**
     * Runs commands on a pooled connection.
     *
     * @throws LiveStateUnavailableException where Redis does not answer within the timeout or the breaker is open
     */
    <T> T call(Function<UnifiedJedis, T> commands);

    /**
     * Sends commands in one go and waits for all answers.
     *
     * @throws LiveStateUnavailableException where Redis does not answer within the timeout or the breaker is open
     */
    void pipeline(Consumer<AbstractPipeline> commands);

    /**
     * Lends a connection for a subscription; the caller closes it.
     *
     * @throws LiveStateUnavailableException where Redis does not answer within the timeout or the breaker is open
     */
    Connection lend();

    /** Has {@code action} run each time Redis answers again after it was away; its data may be gone. */
    void onRecovered(Runnable action);

    /** The configured prefix, such as {@code gh:}, before {@code name}. */
    String key(String name);

    /** How Redis does. */
    DependencyHealth health();

    @Override
    void close();
}
