package dev.gatehouse.server.message;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.server.fixture.RecordingSocket;
import dev.gatehouse.server.http.SocketRoute.Listener;
import dev.gatehouse.server.message.memory.MemoryReportStore;
import dev.gatehouse.server.message.redis.RedisMessageStore;
import dev.gatehouse.server.message.redis.RedisReportStore;
import dev.gatehouse.server.redis.PooledRedisConnection;
import dev.gatehouse.server.redis.RedisAddress;
import dev.gatehouse.server.session.TestNode;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One node with its messages, wired as the server wires it. Every name that begins with a letter is a user's. */
final class MessageNode implements AutoCloseable {

    static final MessageStore.Limits LIMITS = new MessageStore.Limits(1000, Duration.ofHours(1), 1000,
            Duration.ofHours(1), Duration.ofMinutes(5));

    final TestNode node;
    final MessageStore store;
    final ReportStore reports;
    final MessageService service;
    private final @Nullable PooledRedisConnection redis;

    /** A client, seen from its own end. */
    record Peer(Listener says, RecordingSocket hears) {

        void say(String frame) {
            says.text(frame.replace('\'', '"'));
        }

        /** The texts of the messages that came, in order. */
        List<String> texts() {
            return of("message").stream().map(frame -> frame.path("content").asText()).toList();
        }

        List<JsonNode> of(String type) {
            return hears.frames().stream().filter(frame -> frame.path("type").asText().equals(type)).toList();
        }

        /** What came last of a type. */
        JsonNode last(String type) {
            return of(type).getLast();
        }

        void leave() {
            says.closed(1006, "");
        }
    }

    MessageNode(String id, TestNode node, MessageStore store, ReportStore reports,
            @Nullable PooledRedisConnection redis) {
        this.node = node;
        this.store = store;
        this.reports = reports;
        this.redis = redis;
        service = new MessageService(id, new MessageService.Fleet(node.bus, node.index, node.store, node.service,
                name -> name.startsWith("u-") ? name : name.startsWith("nobody") ? null : "u-" + name), store, reports,
                Clock.systemUTC());
        node.service.onMessages(service);
        node.registry.onLoss(service::lost);
    }

    /** A node of a fleet on a real Redis. */
    static MessageNode of(String id, String redisUri, MessageStore.Limits limits) {
        var redis = new PooledRedisConnection(RedisAddress.parse(redisUri), "gh:", Clock.systemUTC(), _ -> {});
        return new MessageNode(id, TestNode.of(id, redisUri), new RedisMessageStore(redis, id, limits),
                new RedisReportStore(redis), redis);
    }

    /** A node of a fleet in one process. */
    static MessageNode of(String id, TestNode node, MessageStore store) {
        return new MessageNode(id, node, store, new MemoryReportStore(Clock.systemUTC()), null);
    }

    Peer connect(String sid, String username) {
        RecordingSocket socket = new RecordingSocket();
        return new Peer(node.connect(sid, username, socket), socket);
    }

    @Override
    public void close() {
        node.service.close();
        service.close();
        node.close();
        if (redis != null) {
            redis.close();
        }
    }

    /** Ends as a crash would: nothing is said to anybody, nothing is written. */
    void crash() {
        if (redis != null) {
            redis.close();
        }
        node.crash();
        service.close();
    }
}
