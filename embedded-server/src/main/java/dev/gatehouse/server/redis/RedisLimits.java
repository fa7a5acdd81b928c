package dev.gatehouse.server.redis;

import java.time.Duration;

/**
 * How much of Redis a node takes.
 *
 * @param connections at most, to each server
 * @param timeout     how long a command may take, where its call has not less time left
 */
public record RedisLimits(int connections, Duration timeout) {

    /** What a node takes where nothing else is configured. */
    public static final RedisLimits USUAL = new RedisLimits(32, Duration.ofSeconds(1));
}
