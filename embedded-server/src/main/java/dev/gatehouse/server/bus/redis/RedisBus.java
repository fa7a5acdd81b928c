package dev.gatehouse.server.bus.redis;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.model.json.Json;
import dev.gatehouse.server.bus.Bus;
import dev.gatehouse.server.bus.Dispatcher;
import dev.gatehouse.server.call.LiveStateUnavailableException;
import dev.gatehouse.server.call.Tracer;
import dev.gatehouse.server.call.Work;
import dev.gatehouse.server.redis.RedisConnection;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bus over two channels, {@code <prefix>bus} for all nodes and {@code <prefix>node:<node>} for one. What a node
 * says to itself does not go through Redis, so that it is heard during an outage too. Publishing never waits: a queue
 * of its own thread takes the messages, and drops and counts them while Redis is away.
 */
public final class RedisBus implements Bus {

    private static final Logger LOG = LoggerFactory.getLogger(RedisBus.class);
    private static final int MOST_QUEUED = 20_000;
    private static final long FAREWELL_MILLIS = 1000;
    /** Marks a message that its own sender is to hear as well, in the order in which all do. */
    private static final String ECHO = "echo";

    private final RedisConnection redis;
    private final String node;
    private final Dispatcher dispatcher;
    private final BlockingQueue<Outgoing> outgoing = new LinkedBlockingQueue<>(MOST_QUEUED);
    private final AtomicLong dropped = new AtomicLong();
    private final Subscription subscription;
    private final Thread sender;
    private volatile boolean failing;
    private volatile boolean closed;

    private record Outgoing(String channel, Message message) {}

    /** Begins to listen; does not wait for Redis. */
    public RedisBus(RedisConnection redis, String node) {
        this(redis, node, Tracer.NONE);
    }

    /** Begins to listen, and measures what is heard for calls that are measured; does not wait for Redis. */
    public RedisBus(RedisConnection redis, String node, Tracer tracer) {
        this.redis = redis;
        this.node = node;
        dispatcher = new Dispatcher("bus", tracer);
        subscription = new Subscription(redis, this::received, dispatcher, redis.key("bus"), channel(node));
        sender = Thread.ofPlatform().daemon().name("bus-sender").unstarted(this::sendQueued);
        sender.start();
    }

    /**
     * A message to all nodes as it goes over the wire, for a script that publishes it together with what it does. The node
     * that it is from hears it over the wire too.
     *
     * @param body JSON; it ends two characters before the end of what is returned
     */
    public static String echoed(String kind, String from, String body) {
        String trace = Work.isMeasured() ? "\"traceparent\":\"" + Work.traceparent() + "\"," : "";
        return "{\"kind\":\"" + kind + "\",\"from\":\"" + from + "\",\"" + ECHO + "\":true," + trace + "\"body\":"
                + body
                + "}";
    }

    @Override
    public void publish(String kind, Object body) {
        var message = new Message(kind, node, Json.LENIENT.valueToTree(body));
        dispatcher.dispatch(message);
        enqueue(new Outgoing(redis.key("bus"), message));
    }

    @Override
    public void send(String to, String kind, Object body) {
        var message = new Message(kind, node, Json.LENIENT.valueToTree(body));
        if (to.equals(node)) {
            dispatcher.dispatch(message);
        } else {
            enqueue(new Outgoing(channel(to), message));
        }
    }

    @Override
    public void on(String kind, Consumer<Message> handler) {
        dispatcher.on(kind, handler);
    }

    @Override
    public void onReconnect(Runnable action) {
        subscription.onReconnect(action);
    }

    @Override
    public Duration silence() {
        return subscription.silence();
    }

    /** How many messages never left this node, since it started. */
    public long dropped() {
        return dropped.get();
    }

    /** Sends what is queued, for at most a second, and ends. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            sender.join(FAREWELL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        sender.interrupt();
        subscription.close();
        dispatcher.close();
    }

    private String channel(String name) {
        return redis.key("node:" + name);
    }

    private void enqueue(Outgoing message) {
        if (closed || !outgoing.offer(message)) {
            dropped.incrementAndGet();
        }
    }

    private void sendQueued() {
        try {
            while (true) {
                Outgoing next = outgoing.poll(50, TimeUnit.MILLISECONDS);
                if (next != null) {
                    sendNow(next);
                } else if (closed) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void sendNow(Outgoing next) {
        try {
            String text = Json.LENIENT.writeValueAsString(next.message());
            redis.call(jedis -> jedis.publish(next.channel(), text));
            failing = false;
        } catch (LiveStateUnavailableException e) {
            dropped.incrementAndGet();
            if (!failing) {
                failing = true;
                LOG.warn("Messages to other nodes are lost until Redis answers again: {}", e.getMessage());
            }
        } catch (JsonProcessingException | RuntimeException e) {
            dropped.incrementAndGet();
            LOG.error("A message of kind {} could not be sent.", next.message().kind(), e);
        }
    }

    private void received(String text) {
        try {
            JsonNode envelope = Json.LENIENT.readTree(text);
            String from = envelope.path("from").asText();
            if (!from.equals(node) || envelope.path(ECHO).asBoolean()) {
                dispatcher.deliver(new Message(envelope.path("kind").asText(), from, envelope.path("body"),
                        envelope.path("traceparent").textValue()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (JsonProcessingException e) {
            LOG.warn("A message on the bus is no JSON and was passed over.", e);
        }
    }
}
