package dev.gatehouse.server.message;

import dev.gatehouse.model.json.Json;
import dev.gatehouse.server.bus.Bus;
import dev.gatehouse.server.bus.Dispatcher;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** The bus of several nodes in one process; all hear what is published in one order. A line can be cut and mended. */
final class SharedBus {

    private final Map<String, Line> lines = new ConcurrentHashMap<>();

    /** The line of a node. */
    Line line(String node) {
        return lines.computeIfAbsent(node, name -> new Line(name));
    }

    private synchronized void tellAll(Bus.Message message) {
        lines.values().forEach(line -> line.hear(message));
    }

    /** One node's end. */
    final class Line implements Bus {

        private final String node;
        private final Dispatcher dispatcher;
        private final List<Runnable> reconnectActions = new CopyOnWriteArrayList<>();
        private volatile boolean cut;

        Line(String node) {
            this.node = node;
            dispatcher = new Dispatcher("bus-" + node);
        }

        private void hear(Message message) {
            if (!cut) {
                dispatcher.dispatch(message);
            }
        }

        /** Hears nothing from here on. */
        void cut() {
            cut = true;
        }

        /** Hears again, and knows that it missed something. */
        void mend() {
            synchronized (SharedBus.this) {
                cut = false;
                reconnectActions.forEach(dispatcher::run);
            }
        }

        @Override
        public void publish(String kind, Object body) {
            tellAll(new Message(kind, node, Json.LENIENT.valueToTree(body)));
        }

        @Override
        public void send(String to, String kind, Object body) {
            Line line = lines.get(to);
            if (line != null) {
                line.hear(new Message(kind, node, Json.LENIENT.valueToTree(body)));
            }
        }

        @Override
        public void on(String kind, Consumer<Message> handler) {
            dispatcher.on(kind, handler);
        }

        @Override
        public void onReconnect(Runnable action) {
            reconnectActions.add(action);
        }

        @Override
        public Duration silence() {
            return Duration.ZERO;
        }

        @Override
        public void close() {
            lines.remove(node);
            dispatcher.close();
        }
    }
}
