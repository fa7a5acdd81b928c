package dev.gatehouse.server.bus.redis;

import dev.gatehouse.server.bus.Dispatcher;
import dev.gatehouse.server.call.LiveStateUnavailableException;
import dev.gatehouse.server.redis.RedisConnection;
import dev.gatehouse.server.schedule.Ticker;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.Connection;
import redis.clients.jedis.JedisPubSub;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Listens on channels and comes back after every cut: at first after 100 ms, then after twice as long each time, at
 * most after 2 s. A connection that does not answer a PING for 3 s is cut from this side.
 */
final class Subscription implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Subscription.class);
    private static final Duration PING_EVERY = Duration.ofSeconds(1);
    private static final Duration SILENCE = Duration.ofSeconds(3);
    private static final long FIRST_PAUSE_MILLIS = 100;
    private static final long LONGEST_PAUSE_MILLIS = 2000;

    private final RedisConnection redis;
    private final Consumer<String> receiver;
    private final Dispatcher dispatcher;
    private final String[] channels;
    private final List<Runnable> reconnectActions = new CopyOnWriteArrayList<>();
    private final Thread thread;
    private final Ticker watchdog;
    private volatile @Nullable Line line;
    private volatile boolean missed;
    /** The line that is whole and before which nothing is missing; absent from a cut until that is repaired. */
    private volatile @Nullable Line sound;
    private volatile long soundNanos = System.nanoTime();
    private volatile boolean closed;

    Subscription(RedisConnection redis, Consumer<String> receiver, Dispatcher dispatcher, String... channels) {
        this.redis = redis;
        this.receiver = receiver;
        this.dispatcher = dispatcher;
        this.channels = channels.clone();
        thread = Thread.ofPlatform().daemon().name("bus-subscriber").unstarted(this::listen);
        thread.start();
        watchdog = new Ticker("bus-watchdog", PING_EVERY, this::watch);
    }

    void onReconnect(Runnable action) {
        reconnectActions.add(action);
    }

    /** How long ago it was last certain that no message is missing. */
    Duration silence() {
        Line current = sound;
        return Duration.ofNanos(System.nanoTime() - (current == null ? soundNanos : current.heardNanos));
    }

    @Override
    public void close() {
        closed = true;
        watchdog.close();
        thread.interrupt();
        Line current = line;
        if (current != null) {
            current.cut();
        }
    }

    private void listen() {
        long pause = FIRST_PAUSE_MILLIS;
        while (!closed) {
            boolean heard = false;
            try (Connection connection = redis.lend()) {
                Line current = new Line(connection);
                line = current;
                try {
                    current.proceed(connection, channels);
                } finally {
                    heard = current.complete;
                    connection.setBroken();
                }
            } catch (LiveStateUnavailableException | JedisException e) {
                if (!closed && !missed) {
                    LOG.warn("The bus is cut; messages from other nodes are missed until it is back: {}",
                            e.getMessage());
                }
            } catch (RuntimeException e) {
                LOG.error("The bus is cut by a fault.", e);
            }
            missed = true;
            Line lost = sound;
            if (lost != null) {
                soundNanos = lost.heardNanos;
                sound = null;
            }
            pause = heard ? FIRST_PAUSE_MILLIS : Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
            pause(pause);
        }
    }

    private void pause(long millis) {
        if (closed) {
            return;
        }
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            closed = true;
            Thread.currentThread().interrupt();
        }
    }

    private void watch() {
        Line current = line;
        if (current != null && current.complete) {
            current.check();
        }
    }

    /** One connection while it lasts. */
    private final class Line extends JedisPubSub {

        private final Connection connection;
        private volatile boolean complete;
        private volatile long heardNanos = System.nanoTime();

        Line(Connection connection) {
            this.connection = connection;
        }

        @Override
        public void onSubscribe(String channel, int count) {
            heardNanos = System.nanoTime();
            if (count == channels.length) {
                complete = true;
                if (missed) {
                    missed = false;
                    LOG.info("The bus is whole again.");
                    reconnectActions.forEach(dispatcher::run);
                }
                dispatcher.run(() -> sound = this);
            }
        }

        @Override
        public void onMessage(String channel, String message) {
            heardNanos = System.nanoTime();
            receiver.accept(message);
        }

        @Override
        public void onPong(String pattern) {
            heardNanos = System.nanoTime();
        }

        void check() {
            if (System.nanoTime() - heardNanos > SILENCE.toNanos()) {
                cut();
                return;
            }
            try {
                ping();
            } catch (JedisException e) {
                LOG.debug("The bus could not be asked whether it is there.", e);
                cut();
            }
        }

        void cut() {
            try {
                connection.forceDisconnect();
            } catch (IOException | JedisException e) {
                LOG.debug("The bus was cut already.", e);
            }
        }
    }
}
