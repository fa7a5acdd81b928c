package dev.gatehouse.ui.demo.fleet;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.model.json.Json;
import dev.gatehouse.model.message.ClientFrame;
import java.net.URI;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** One WebSocket of a simulated client. */
final class FleetSocket implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final WebSocket socket;
    private final Frames frames;

    /** @param heartbeatSeconds how often the node wants to hear of the client */
    record Welcome(String sid, long heartbeatSeconds) {}

    /** How a socket ended; 1006 where nobody said why. */
    record Ending(int code, String reason) {}

    private FleetSocket(WebSocket socket, Frames frames) {
        this.socket = socket;
        this.frames = frames;
    }

    /**
     * Opens {@code /ws} with a token.
     *
     * @throws CallFailure where the node does not upgrade the request
     */
    static FleetSocket open(Rest rest, String token, Tally tally) throws CallFailure, InterruptedException {
        URI node = rest.node();
        URI uri = URI.create(
                (node.getScheme().equals("https") ? "wss" : "ws") + "://" + node.getRawAuthority() + "/ws");
        Frames frames = new Frames(tally);
        CompletableFuture<WebSocket> opening = rest.http()
                .newWebSocketBuilder()
                .header("User-Agent", rest.agent())
                .subprotocols("gatehouse.v1", "bearer." + token)
                .connectTimeout(LIMIT)
                .buildAsync(uri, frames);
        try {
            return new FleetSocket(opening.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS), frames);
        } catch (ExecutionException failure) {
            throw notOpened(failure.getCause() == null ? failure : failure.getCause());
        } catch (TimeoutException failure) {
            opening.cancel(true);
            throw new CallFailure(0, "no upgrade", "The node did not answer the upgrade in time.", failure);
        }
    }

    /** Waits for the frame with which the socket is ready; where the node closes it instead, that is the failure. */
    Welcome awaitWelcome() throws CallFailure, InterruptedException {
        CompletableFuture<Object> first = CompletableFuture.anyOf(frames.welcome, frames.ending);
        try {
            Object event = first.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            if (event instanceof Welcome welcome) {
                return welcome;
            }
            Ending ending = (Ending) event;
            throw new CallFailure(ending.code(), "closed " + ending.code(), ending.reason(), null);
        } catch (ExecutionException | TimeoutException failure) {
            throw new CallFailure(0, "no welcome", "The socket opened but no welcome came.", failure);
        }
    }

    /** Sends a frame. */
    void send(ClientFrame frame) throws InterruptedException {
        try {
            sendText(Json.STRICT.writerFor(ClientFrame.class).writeValueAsString(frame));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a frame of the model cannot be written", impossible);
        }
    }

    /** Sends a text as it is. A socket that is closed meanwhile takes nothing; {@link #awaitEnding} tells. */
    void sendText(String text) throws InterruptedException {
        try {
            socket.sendText(text, true).get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException failure) {
            frames.end(1006, "sending failed: " + failure.getMessage());
        }
    }

    /** Waits until the node closes the socket; gives nothing where it stays open for that long. */
    @Nullable
    Ending awaitEnding(Duration limit) throws InterruptedException {
        try {
            return frames.ending.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException stillOpen) {
            return null;
        } catch (ExecutionException failure) {
            return new Ending(1006, String.valueOf(failure.getMessage()));
        }
    }

    /** Says goodbye and waits a moment for the answer. */
    void leave() throws InterruptedException {
        CompletableFuture<WebSocket> sent = socket.sendClose(WebSocket.NORMAL_CLOSURE, "leaving");
        if (sent.isCompletedExceptionally()) {
            return;
        }
        awaitEnding(Duration.ofSeconds(5));
    }

    @Override
    public void close() {
        socket.abort();
    }

    private static CallFailure notOpened(Throwable failure) {
        if (failure instanceof WebSocketHandshakeException refused && refused.getResponse() != null) {
            int status = refused.getResponse().statusCode();
            return new CallFailure(status, "upgrade refused with " + status,
                    "The node refused the upgrade with status " + status + ".", failure);
        }
        return new CallFailure(0, "no upgrade", "The socket did not open: " + failure.getMessage(), failure);
    }

    /** Puts frames together and notes the first and the last. */
    private static final class Frames implements WebSocket.Listener {

        private final CompletableFuture<Welcome> welcome = new CompletableFuture<>();
        private final CompletableFuture<Ending> ending = new CompletableFuture<>();
        private final StringBuilder text = new StringBuilder();
        private final Tally tally;

        Frames(Tally tally) {
            this.tally = tally;
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                frame(text.toString());
                text.setLength(0);
            }
            socket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            end(code, reason);
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            end(1006, String.valueOf(error.getMessage()));
        }

        void end(int code, String reason) {
            ending.complete(new Ending(code, reason));
        }

        private void frame(String json) {
            try {
                JsonNode frame = Json.LENIENT.readTree(json);
                switch (frame.path("type").asText()) {
                    case "welcome" -> welcome.complete(
                            new Welcome(frame.path("sid").asText(), frame.path("heartbeatSeconds").asLong(30)));
                    case "pong" -> tally.add(Tally.Count.HEARTBEATS);
                    case "error" -> tally.refused("frame " + frame.path("code").asText());
                    default -> {
                        // Messages, receipts and the farewell before a close need no answer.
                    }
                }
            } catch (JsonProcessingException failure) {
                tally.fault("a node's frame that is not JSON");
            }
        }
    }
}
