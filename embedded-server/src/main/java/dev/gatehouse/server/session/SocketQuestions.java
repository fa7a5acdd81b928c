package dev.gatehouse.server.session;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.model.api.NodesExchange.Connections;
import dev.gatehouse.model.api.NodesExchange.SocketDetail;
import dev.gatehouse.model.error.ErrorCode;
import dev.gatehouse.model.json.Json;
import dev.gatehouse.server.bus.Bus;
import dev.gatehouse.server.call.Deadline;
import dev.gatehouse.server.call.RequestFailure;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * What the sockets of a node do, asked of the node that holds them: over the bus where that is another one, which has a
 * second to answer.
 */
public final class SocketQuestions {

    private static final String ASK = "socket.ask";
    private static final String ANSWER = "socket.answer";
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final String self;
    private final ConnectionMonitor monitor;
    private final Bus bus;
    private final Map<String, Pending> pending = new ConcurrentHashMap<>();

    /** @param sid the session whose socket is meant; absent for all of the node */
    private record Question(String id, @Nullable String sid) {}

    /** @param found absent where there is no such socket */
    private record Answer(String id, @Nullable Object found) {}

    private record Pending(String node, CompletableFuture<JsonNode> answer) {}

    /** Begins to answer what other nodes ask. */
    public SocketQuestions(String self, ConnectionMonitor monitor, Bus bus) {
        this.self = self;
        this.monitor = monitor;
        this.bus = bus;
        bus.on(ASK, this::answer);
        bus.on(ANSWER, message -> {
            Pending question = pending.get(message.body().path("id").asText());
            if (question != null && question.node.equals(message.from())) {
                question.answer.complete(message.body().path("found"));
            }
        });
    }

    /**
     * The sockets of a node.
     *
     * @throws RequestFailure {@link ErrorCode#LIVE_STATE_UNAVAILABLE} where it does not answer
     */
    Connections connections(String node) {
        return node.equals(self) ? monitor.latest() : read(ask(node, null), Connections.class);
    }

    /**
     * One socket.
     *
     * @throws RequestFailure {@link ErrorCode#LIVE_STATE_UNAVAILABLE} where the node does not answer,
     *         {@link ErrorCode#NOT_FOUND} where it no longer holds the socket
     */
    SocketDetail detail(String node, String sid) {
        SocketDetail detail;
        if (node.equals(self)) {
            detail = monitor.detail(sid);
        } else {
            JsonNode found = ask(node, sid);
            detail = found.isObject() ? read(found, SocketDetail.class) : null;
        }
        if (detail == null) {
            throw new RequestFailure(ErrorCode.NOT_FOUND, "The node " + node + " holds no socket of " + sid + ".");
        }
        return detail;
    }

    private void answer(Bus.Message message) {
        String id = message.body().path("id").asText();
        String sid = message.body().path("sid").asText(null);
        bus.send(message.from(), ANSWER, new Answer(id, sid == null ? monitor.latest() : monitor.detail(sid)));
    }

    private JsonNode ask(String node, @Nullable String sid) {
        String id = UUID.randomUUID().toString();
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        pending.put(id, new Pending(node, answer));
        try {
            bus.send(node, ASK, new Question(id, sid));
            return answer.get(Deadline.budget(PATIENCE).toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw silent(node, e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("An answer cannot fail", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw silent(node, e);
        } finally {
            pending.remove(id);
        }
    }

    private static RequestFailure silent(String node, Exception cause) {
        return new RequestFailure(ErrorCode.LIVE_STATE_UNAVAILABLE,
                "The node " + node + " did not answer within a second; try again.", cause);
    }

    private static <T> T read(JsonNode answer, Class<T> type) {
        try {
            return Json.LENIENT.treeToValue(answer, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Another node's answer is not understood.", e);
        }
    }
}
