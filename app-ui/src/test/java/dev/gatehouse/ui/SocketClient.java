package dev.gatehouse.ui;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.model.json.Json;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A client of the fleet on a real socket. */
final class SocketClient implements WebSocket.Listener, AutoCloseable {

    private final List<JsonNode> frames = new CopyOnWriteArrayList<>();
    private final StringBuilder part = new StringBuilder();
    private final WebSocket socket;
    private volatile @Nullable Integer closeCode;

    SocketClient(HttpClient http, URI node, String token) {
        socket = http.newWebSocketBuilder()
                .subprotocols("gatehouse.v1", "bearer." + token)
                .buildAsync(URI.create(node.toString().replaceFirst("http", "ws") + "/ws"), this)
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
    }

    void join(String room) {
        socket.sendText("{\"type\":\"join\",\"room\":\"" + room + "\"}", true).orTimeout(10, TimeUnit.SECONDS).join();
    }

    /** Whether a frame of this type has come that holds {@code text}. */
    boolean got(String type, String text) {
        return frames.stream().anyMatch(frame -> frame.path("type").asText().equals(type)
                && frame.toString().contains(text));
    }

    /** The code that the node closed with; {@code null} while it has not. */
    @Nullable
    Integer closeCode() {
        return closeCode;
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        part.append(data);
        if (last) {
            try {
                frames.add(Json.LENIENT.readTree(part.toString()));
            } catch (JsonProcessingException broken) {
                throw new IllegalStateException(broken);
            }
            part.setLength(0);
        }
        from.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        closeCode = code;
        return null;
    }

    @Override
    public void close() {
        socket.abort();
    }
}
