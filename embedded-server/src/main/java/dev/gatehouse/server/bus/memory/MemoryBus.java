package dev.gatehouse.server.bus.memory;

import dev.gatehouse.model.json.Json;
import dev.gatehouse.server.bus.Bus;
import dev.gatehouse.server.bus.Dispatcher;
import dev.gatehouse.server.call.Tracer;
import java.time.Duration;
import java.util.function.Consumer;

/** The bus of a node that is alone; it is never cut. */
public final class MemoryBus implements Bus {

    private final String node;
    private final Dispatcher dispatcher;

    public MemoryBus(String node) {
        this(node, Tracer.NONE);
    }

    /** A bus whose messages are measured where they belong to a call that is. */
    public MemoryBus(String node, Tracer tracer) {
        this.node = node;
        dispatcher = new Dispatcher("bus", tracer);
    }

    @Override
    public void publish(String kind, Object body) {
        dispatcher.dispatch(new Message(kind, node, Json.LENIENT.valueToTree(body)));
    }

    @Override
    public void send(String to, String kind, Object body) {
        if (to.equals(node)) {
            publish(kind, body);
        }
    }

    @Override
    public void on(String kind, Consumer<Message> handler) {
        dispatcher.on(kind, handler);
    }

    /** Takes no action: this bus is never cut. */
    @Override
    public void onReconnect(Runnable action) {}

    @Override
    public Duration silence() {
        return Duration.ZERO;
    }

    @Override
    public void close() {
        dispatcher.close();
    }
}
