package dev.gatehouse.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.gatehouse.model.json.Json;
import dev.gatehouse.model.message.Qos;
import dev.gatehouse.model.message.ServerFrame;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.websocket.WsContext;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.eclipse.jetty.http.pathmap.PathSpec;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.CloseStatus;
import org.eclipse.jetty.websocket.core.Configuration;
import org.eclipse.jetty.websocket.core.CoreSession;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.FrameHandler;
import org.eclipse.jetty.websocket.core.OpCode;
import org.eclipse.jetty.websocket.core.server.WebSocketMappings;
import org.eclipse.jetty.websocket.core.server.WebSocketNegotiator;
import org.eclipse.jetty.websocket.core.server.WebSocketServerComponents;

/** A server that sends messages to all of its sockets, in one of three ways. */
public final class FanoutMain {

    /** How it sends. */
    enum Way {
        /** As a node does. */
        NODE,
        /** One prepared frame to each of Jetty's sessions, which knows no queue, limit or slow reader. */
        BARE,
        /** JSON, written anew, to each of Javalin's contexts. */
        NAIVE
    }

    private FanoutMain() {}

    /** Sends to all sockets. */
    interface Fanout {

        void send(ServerFrame.Message message);

        /** Fills the buffers of the first socket, which reads no more. */
        void stall();
    }

    /**
     * Takes the way; says {@code ready <uri>}. Orders are {@code send <messages>}, answered by {@code done} when they
     * are on their way, and {@code stall}.
     */
    public static void main(String[] arguments) throws IOException {
        switch (Way.valueOf(arguments[0])) {
            case NODE -> {
                try (FanoutNode node = new FanoutNode()) {
                    Parent.say("ready " + node.uri());
                    serve(node);
                }
            }
            case BARE -> bare();
            case NAIVE -> naive();
        }
    }

    private static void serve(Fanout fanout) throws IOException {
        Parent.serve(order -> {
            if (order.equals("stall")) {
                fanout.stall();
            } else {
                int messages = Integer.parseInt(order.split(" ", -1)[1]);
                for (int i = 0; i < messages; i++) {
                    fanout.send(message(i));
                }
            }
            return "done";
        });
    }

    private static ServerFrame.Message message(int number) {
        return new ServerFrame.Message("01KABCDEFGHJKMNPQRST%06d".formatted(number), "01KUSERUSERUSERUSERUSERUSE",
                "ann",
                null, "lobby", TextNode.valueOf("x".repeat(40)), Instant.EPOCH, Qos.AT_LEAST_ONCE);
    }

    private static byte[] json(ServerFrame.Message message) {
        try {
            return Json.LENIENT.writerFor(ServerFrame.class).writeValueAsBytes(message);
        } catch (JsonProcessingException e) {
            throw new BenchFailure("A message cannot be written: " + e.getMessage());
        }
    }

    private static Javalin javalin(Consumer<JavalinConfig> more) {
        return Javalin.create(config -> {
            config.startup.showJavalinBanner = false;
            config.startup.showOldJavalinVersionWarning = false;
            config.startup.startupWatcherEnabled = false;
            config.concurrency.useVirtualThreads = true;
            config.jetty.modifyWebSocketServletFactory(factory -> factory.setIdleTimeout(Duration.ZERO));
            more.accept(config);
        }).start("127.0.0.1", 0);
    }

    private static void bare() throws IOException {
        Queue<CoreSession> sessions = new ConcurrentLinkedQueue<>();
        Javalin javalin = javalin(config -> config.jetty.modifyServer(server -> {
            WebSocketMappings mappings = new WebSocketMappings(
                    WebSocketServerComponents.ensureWebSocketComponents(server));
            mappings.addMapping(PathSpec.from("/ws"),
                    WebSocketNegotiator.from((_, _, _) -> "", (_, _, _) -> new Bare(sessions)));
            server.insertHandler(new Upgrading(mappings));
        }));
        Parent.say("ready http://127.0.0.1:" + javalin.port());
        serve(new Fanout() {

            @Override
            public void send(ServerFrame.Message message) {
                ByteBuffer payload = ByteBuffer.wrap(json(message));
                for (CoreSession session : sessions) {
                    session.sendFrame(new Frame(OpCode.TEXT, payload.duplicate()), Callback.NOOP, false);
                }
            }

            @Override
            public void stall() {
                throw new BenchFailure("This side has no stalled reader.");
            }
        });
        javalin.stop();
    }

    /** Upgrades what the mappings know, and leaves the rest to Javalin. */
    private static final class Upgrading extends Handler.Wrapper {

        private final WebSocketMappings mappings;
        private final Configuration.ConfigurationCustomizer settings = new Configuration.ConfigurationCustomizer();

        private Upgrading(WebSocketMappings mappings) {
            this.mappings = mappings;
            settings.setIdleTimeout(Duration.ZERO);
        }

        @Override
        public boolean handle(Request request, Response response, Callback callback) throws Exception {
            return mappings.upgrade(request, response, callback, settings) || super.handle(request, response, callback);
        }
    }

    /** A socket that is welcomed and listens to nothing. */
    private record Bare(Queue<CoreSession> sessions) implements FrameHandler {

        @Override
        public void onOpen(CoreSession session, Callback callback) {
            callback.succeeded();
            sessions.add(session);
            session.sendFrame(new Frame(OpCode.TEXT, "{\"type\":\"welcome\"}"), Callback.NOOP, false);
            session.demand();
        }

        @Override
        public void onFrame(Frame frame, Callback callback) {
            callback.succeeded();
        }

        @Override
        public void onError(Throwable cause, Callback callback) {
            callback.succeeded();
        }

        @Override
        public void onClosed(CloseStatus status, Callback callback) {
            callback.succeeded();
        }
    }

    private static void naive() throws IOException {
        Queue<WsContext> contexts = new ConcurrentLinkedQueue<>();
        Javalin javalin = javalin(config -> config.routes.ws("/ws", socket -> socket.onConnect(context -> {
            contexts.add(context);
            context.send("{\"type\":\"welcome\"}");
        })));
        Parent.say("ready http://127.0.0.1:" + javalin.port());
        serve(new Fanout() {

            @Override
            public void send(ServerFrame.Message message) {
                for (WsContext context : contexts) {
                    context.send(new String(json(message), StandardCharsets.UTF_8));
                }
            }

            @Override
            public void stall() {
                throw new BenchFailure("This side has no stalled reader.");
            }
        });
        javalin.stop();
    }
}
