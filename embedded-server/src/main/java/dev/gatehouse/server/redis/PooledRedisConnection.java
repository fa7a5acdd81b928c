package dev.gatehouse.server.redis;

import dev.gatehouse.model.health.DependencyHealth;
import dev.gatehouse.model.health.DependencyState;
import dev.gatehouse.model.trace.SpanKind;
import dev.gatehouse.server.call.Deadline;
import dev.gatehouse.server.call.LiveStateUnavailableException;
import dev.gatehouse.server.call.Work;
import dev.gatehouse.server.outage.Door;
import dev.gatehouse.server.redis.RedisClients.Opened;
import dev.gatehouse.server.schedule.Ticker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * A pooled connection that is never in the way: it starts without Redis, gives up in time, asks no more while Redis is
 * away, and finds out by itself when it is back. After three calls of ten have failed the breaker opens; it closes
 * when a PING, sent every second, is answered. A pool whose connections are all in use says nothing about Redis and is not
 * counted.
 */
public final class PooledRedisConnection implements RedisConnection {

    private static final Logger LOG = LoggerFactory.getLogger(PooledRedisConnection.class);
    private static final Duration PROBE_EVERY = Duration.ofSeconds(1);
    /** Answers of a server that is there and cannot serve. */
    private static final List<String> NOT_NOW = List.of("LOADING", "MASTERDOWN", "READONLY", "CLUSTERDOWN", "NOAUTH",
            "WRONGPASS", "MISCONF");
    /** Answers of a server that serves, but not this command now. */
    private static final List<String> REFUSES = List.of("OOM", "BUSY", "NOREPLICAS", "TRYAGAIN");

    private final RedisAddress address;
    private final RedisLimits limits;
    private final String prefix;
    private final Clock clock;
    private final LongConsumer latencyNanos;
    private final CircuitBreaker breaker;
    private final List<Runnable> recoveryActions = new CopyOnWriteArrayList<>();
    private final Ticker probe;
    private final Object opening = new Object();
    private volatile @Nullable Opened opened;
    private volatile Standing standing;
    private volatile boolean everAnswered;
    private volatile Instant answeredAt;
    private volatile boolean closed;
    private final Door door;
    /** Connections that somebody keeps, so that they can be cut when the door is shut. */
    private final Set<Connection> lent = ConcurrentHashMap.newKeySet();

    /** Whether Redis is away, since when, and why. */
    private record Standing(boolean away, Instant since, String detail) {}

    /**
     * Begins to look for Redis; does not wait for it.
     *
     * @param prefix       before every key and channel
     * @param latencyNanos told how long each call took, in nanoseconds
     * @param door         while it is shut nothing is asked of Redis
     */
    public PooledRedisConnection(RedisAddress address, RedisLimits limits, String prefix, Clock clock,
            LongConsumer latencyNanos, Door door) {
        this.door = door;
        this.address = address;
        this.limits = limits;
        this.prefix = prefix;
        this.clock = clock;
        this.latencyNanos = latencyNanos;
        answeredAt = clock.instant();
        standing = new Standing(false, answeredAt, address + " has not been asked yet.");
        breaker = CircuitBreaker.of("redis", CircuitBreakerConfig.custom().slidingWindowSize(10)
                .minimumNumberOfCalls(3).failureRateThreshold(30).waitDurationInOpenState(Duration.ofDays(1)).build());
        door.onShut(this::cutLent);
        probe = new Ticker("redis-probe", PROBE_EVERY, this::probe);
    }

    /** A connection that is never treated as away. */
    public PooledRedisConnection(RedisAddress address, RedisLimits limits, String prefix, Clock clock,
            LongConsumer latencyNanos) {
        this(address, limits, prefix, clock, latencyNanos, new Door("redis"));
    }

    /** A connection within {@link RedisLimits#USUAL}. */
    public PooledRedisConnection(RedisAddress address, String prefix, Clock clock, LongConsumer latencyNanos) {
        this(address, RedisLimits.USUAL, prefix, clock, latencyNanos);
    }

    @Override
    public <T> T call(Function<UnifiedJedis, T> commands) {
        return Work.timed("redis", SpanKind.CLIENT, () -> {
            asks(commands.getClass());
            return guarded(() -> commands.apply(opened().client()));
        });
    }

    @Override
    public void pipeline(Consumer<AbstractPipeline> commands) {
        Work.timed("redis pipeline", SpanKind.CLIENT, () -> {
            asks(commands.getClass());
            return piped(commands);
        });
    }

    private boolean piped(Consumer<AbstractPipeline> commands) {
        return guarded(() -> {
            try (AbstractPipeline pipeline = opened().client().pipelined()) {
                commands.accept(pipeline);
                if (pipeline instanceof Pipeline single) {
                    single.syncAndReturnAll().forEach(PooledRedisConnection::requireDone);
                } else {
                    pipeline.sync();
                }
            }
            return true;
        });
    }

    /** Notes in whose name Redis is asked: a lambda is a nest mate of the class that it was written in. */
    private static void asks(Class<?> commands) {
        if (Work.isMeasured()) {
            Work.note("store", commands.getNestHost().getSimpleName());
        }
    }

    /** Fails as a single command would. */
    private static void requireDone(@Nullable Object answer) {
        if (answer instanceof JedisDataException refused) {
            throw refused;
        }
    }

    @Override
    public void ping() {
        call(UnifiedJedis::ping);
    }

    @Override
    public Connection lend() {
        Connection connection = guarded(() -> opened().provider().getConnection());
        lent.removeIf(earlier -> !earlier.isConnected());
        lent.add(connection);
        return connection;
    }

    private void cutLent() {
        lent.forEach(connection -> {
            try {
                connection.forceDisconnect();
            } catch (IOException | JedisException e) {
                LOG.debug("A connection was cut already.", e);
            }
        });
        lent.clear();
        probe.soon();
    }

    @Override
    public String key(String name) {
        return prefix + name;
    }

    @Override
    public void onRecovered(Runnable action) {
        recoveryActions.add(action);
    }

    @Override
    public DependencyHealth health() {
        Standing now = standing;
        long age = Math.max(0, Duration.between(answeredAt, clock.instant()).toMillis());
        return new DependencyHealth("redis", now.away ? DependencyState.DEGRADED : DependencyState.LIVE, now.since,
                now.detail, breaker.getState().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                Map.of("connections in use", inUse()), age);
    }

    private long inUse() {
        Opened client = opened;
        return client == null ? 0 : client.inUse();
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        probe.close();
        synchronized (opening) {
            Opened client = opened;
            if (client != null) {
                client.close();
            }
        }
    }

    private <T> T guarded(Supplier<T> work) {
        String shut = door.sentence();
        if (shut != null) {
            throw new LiveStateUnavailableException("Redis: " + shut, null, false);
        }
        boolean cut = Deadline.budget(limits.timeout()).compareTo(limits.timeout()) < 0;
        if (closed || !breaker.tryAcquirePermission()) {
            throw new LiveStateUnavailableException("Redis at " + address + " is away; it is asked again every second.",
                    null, false);
        }
        long begin = System.nanoTime();
        try {
            T result = work.get();
            answered();
            breaker.onSuccess(System.nanoTime() - begin, TimeUnit.NANOSECONDS);
            return result;
        } catch (JedisException e) {
            if (e instanceof JedisDataException && !says(NOT_NOW, e)) {
                breaker.onSuccess(System.nanoTime() - begin, TimeUnit.NANOSECONDS);
                if (says(REFUSES, e)) {
                    throw new LiveStateUnavailableException("Redis at " + address + " refuses: " + e.getMessage(), e);
                }
                throw e;
            }
            if (hasCause(e, NoSuchElementException.class)) {
                breaker.releasePermission();
                throw new LiveStateUnavailableException("All " + limits.connections() + " connections to Redis at "
                        + address + " are in use; redis.pool-size may be too small.", e, false);
            }
            if (cut && timedOut(e)) {
                breaker.releasePermission();
            } else {
                breaker.onError(System.nanoTime() - begin, TimeUnit.NANOSECONDS, e);
                away(e);
            }
            throw new LiveStateUnavailableException("Redis at " + address + " does not answer.", e,
                    !unreached(e));
        } catch (RuntimeException e) {
            breaker.releasePermission();
            throw e;
        } finally {
            latencyNanos.accept(System.nanoTime() - begin);
        }
    }

    private Opened opened() {
        Opened client = opened;
        if (client != null) {
            return client;
        }
        synchronized (opening) {
            client = opened;
            if (client == null) {
                client = RedisClients.open(address, limits);
                opened = client;
            }
            return client;
        }
    }

    private void probe() {
        boolean quiet = Duration.between(answeredAt, clock.instant()).compareTo(PROBE_EVERY) >= 0;
        String shut = door.sentence();
        if (shut != null) {
            if (!standing.away) {
                LOG.warn("Redis: {}", shut);
            }
            standing = new Standing(true, standing.away ? standing.since : clock.instant(), shut);
            return;
        }
        if (!standing.away && !quiet && breaker.getState() == CircuitBreaker.State.CLOSED) {
            return;
        }
        try {
            opened().client().ping();
        } catch (JedisException e) {
            away(e);
            return;
        } catch (RuntimeException e) {
            if (!closed) {
                LOG.error("Redis cannot be asked.", e);
            }
            return;
        }
        boolean recovered = standing.away;
        answered();
        if (breaker.getState() != CircuitBreaker.State.CLOSED) {
            breaker.transitionToClosedState();
        }
        if (recovered) {
            standing = new Standing(false, clock.instant(), address + " answers.");
            LOG.info("Redis at {} answers again.", address);
            recoveryActions.forEach(PooledRedisConnection::runGuarded);
        }
    }

    private void answered() {
        answeredAt = clock.instant();
        if (!everAnswered) {
            everAnswered = true;
            synchronized (this) {
                if (!standing.away) {
                    standing = new Standing(false, standing.since, address + " answers.");
                }
            }
        }
    }

    private synchronized void away(JedisException cause) {
        if (closed) {
            return;
        }
        if (!standing.away) {
            standing = new Standing(true, clock.instant(), address + " does not answer: " + why(cause));
            LOG.warn("Redis at {} does not answer; presence and limits go on with what this node knows.", address,
                    cause);
        }
        Opened client = opened;
        if (client != null) {
            client.dropIdle();
        }
    }

    private static void runGuarded(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException e) {
            LOG.error("Something could not be repaired after Redis came back.", e);
        }
    }

    /** Before Redis 7 what is refused within a script is told as {@code ERR Error running script (...): ... -OOM ...}. */
    private static boolean says(List<String> codes, JedisException e) {
        String message = String.valueOf(e.getMessage());
        boolean script = message.startsWith("ERR Error running script");
        return codes.stream()
                .anyMatch(code -> message.startsWith(code) || (script && message.contains(" -" + code + " ")));
    }

    /** What went wrong, in words for people. */
    private static String why(Throwable failure) {
        if (timedOut(failure)) {
            return "it took a connection or a command and said nothing in time.";
        }
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage() + ".";
    }

    /** Whether there was nobody to take the connection; the client hangs what it met at each address on its own failure. */
    private static boolean unreached(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConnectException
                    || Arrays.stream(cause.getSuppressed()).anyMatch(ConnectException.class::isInstance)) {
                return true;
            }
        }
        return false;
    }

    private static boolean timedOut(Throwable failure) {
        return hasCause(failure, SocketTimeoutException.class);
    }

    private static boolean hasCause(Throwable failure, Class<? extends Exception> type) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }
}
