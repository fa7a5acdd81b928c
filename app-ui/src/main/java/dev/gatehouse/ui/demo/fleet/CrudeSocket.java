package dev.gatehouse.ui.demo.fleet;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.model.json.Json;
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

/** A WebSocket by which a client can misbehave as no library would let it. */
final class CrudeSocket implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final WebSocket socket;
    private final Frames frames;

    /** How a socket ended; 1006 where nobody said why. */
    record Ending(int code, String reason) {}

    private CrudeSocket(WebSocket socket, Frames frames) {
        this.socket = socket;
        this.frames = frames;
    }

    /**
     * Opens {@code /ws} with a token.
     *
     * @throws CallFailure where the node does not upgrade the request
     */
    static CrudeSocket open(Rest rest, String token) throws CallFailure, InterruptedException {
        URI node = rest.node();
        URI uri = URI.create(
                (node.getScheme().equals("https") ? "wss" : "ws") + "://" + node.getRawAuthority() + "/ws");
        Frames frames = new Frames();
        CompletableFuture<WebSocket> opening = rest.http()
                .newWebSocketBuilder()
                .header("User-Agent", rest.agent())
                .subprotocols("gatehouse.v1", "bearer." + token)
                .connectTimeout(LIMIT)
                .buildAsync(uri, frames);
        try {
            return new CrudeSocket(opening.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS), frames);
        } catch (ExecutionException failure) {
            throw notOpened(failure.getCause() == null ? failure : failure.getCause());
        } catch (TimeoutException failure) {
            opening.cancel(true);
            throw new CallFailure(0, "no upgrade", "The node did not answer the upgrade in time.", failure);
        }
    }

    /** Waits for the frame with which the socket is ready; where the node closes it instead, that is the failure. */
    void awaitWelcome() throws CallFailure, InterruptedException {
        CompletableFuture<Object> first = CompletableFuture.anyOf(frames.welcome, frames.ending);
        try {
            if (first.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS) instanceof Ending ending) {
                throw new CallFailure(ending.code(), "closed " + ending.code(), ending.reason(), null);
            }
        } catch (ExecutionException | TimeoutException failure) {
            throw new CallFailure(0, "no welcome", "The socket opened but no welcome came.", failure);
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

        private final CompletableFuture<Boolean> welcome = new CompletableFuture<>();
        private final CompletableFuture<Ending> ending = new CompletableFuture<>();
        private final StringBuilder text = new StringBuilder();

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
                if (frame.path("type").asText().equals("welcome")) {
                    welcome.complete(true);
                }
            } catch (JsonProcessingException failure) {
                end(1006, "a node's frame that is not JSON");
            }
        }
    }
}
