package dev.gatehouse.server.bus;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.server.call.Work;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Messages to all nodes or to one, this node included. At most once: a node that is cut off misses them, so whoever
 * relies on one also repairs by comparison.
 */
public interface Bus extends AutoCloseable {

    /**
     * A message.
     *
     * @param kind what it is about, such as {@code session.kick}
     * @param from the node that sent it
     * @param body its content
     * @param traceparent W3C Trace Context of the call that it was sent for; absent where it was for none that is
     *                    measured
     */
    record Message(String kind, String from, JsonNode body, @Nullable String traceparent) {

        /** A message that belongs to the call that is measured now, if one is. */
        public Message(String kind, String from, JsonNode body) {
            this(kind, from, body, Work.isMeasured() && !kind.startsWith(OF_TRACES) ? Work.traceparent() : null);
        }
    }

    /** Before the kind of messages about traces themselves, which are not traced. */
    String OF_TRACES = "trace.";

    /** Tells every node, this one included. */
    void publish(String kind, Object body);

    /** Tells one node, which may be this one. */
    void send(String node, String kind, Object body);

    /**
     * Has {@code handler} called for every message of a kind. Handlers run one after the other on the bus's own
     * thread and must not wait.
     */
    void on(String kind, Consumer<Message> handler);

    /** Has {@code action} run each time the bus is whole again after it was cut: messages may have been missed. */
    void onReconnect(Runnable action);

    /**
     * How long ago it was last certain that no message is missing. It stays small while the bus is whole, and grows
     * from a cut until the bus is whole again and the actions of {@link #onReconnect} have run.
     */
    Duration silence();

    @Override
    void close();
}
