package dev.gatehouse.client.fleet;

import dev.gatehouse.model.message.ClientFrame;
import dev.gatehouse.model.message.ServerFrame;
import dev.gatehouse.model.wire.BadFrameException;
import dev.gatehouse.model.wire.BinaryFrame;
import dev.gatehouse.model.wire.FrameDecoder;
import dev.gatehouse.model.wire.FrameSet;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Sockets of the JDK's HTTP client. */
final class JdkWire implements Wire {

    private static final Duration LIMIT = Duration.ofSeconds(10);
    /** Longer than any frame of a node with the greatest content it takes. */
    private static final int MAX_FRAME_BYTES = 4 * 1024 * 1024;
    private static final int NOBODY_SAID_WHY = 1006;

    private final HttpClient http;
    private final FleetOptions options;

    JdkWire(HttpClient http, FleetOptions options) {
        this.http = http;
        this.options = options;
    }

    @Override
    public void open(URI node, String token, Events events) {
        WebSocket.Builder builder = http.newWebSocketBuilder().connectTimeout(LIMIT)
                .subprotocols(options.format().subprotocol(), "bearer." + token);
        if (options.agent() != null) {
            builder.header("User-Agent", options.agent());
        }
        URI address = URI
                .create((node.getScheme().equals("https") ? "wss://" : "ws://") + node.getRawAuthority() + "/ws");
        CompletionStage<WebSocket> opening = builder.buildAsync(address, new Listener(events, options.format()));
        opening.whenComplete((_, failure) -> {
            if (failure != null) {
                events.ended(notOpened(failure));
            }
        });
    }

    private static Ending notOpened(Throwable failure) {
        Throwable cause = failure instanceof CompletionException && failure.getCause() != null ? failure.getCause()
                : failure;
        if (cause instanceof WebSocketHandshakeException refused && refused.getResponse() != null) {
            HttpResponse<?> answer = refused.getResponse();
            return new Ending.Refused(answer.statusCode(),
                    answer.headers().firstValue("Retry-After").map(JdkWire::seconds).orElse(null));
        }
        return new Ending.Unreachable(String.valueOf(cause.getMessage()));
    }

    /** RFC 9110 section 10.2.3 allows a date as well; nodes say seconds. */
    private static @Nullable Duration seconds(String text) {
        try {
            return Duration.ofSeconds(Math.clamp(Long.parseLong(text.strip()), 0, 3600));
        } catch (NumberFormatException date) {
            return null;
        }
    }

    /** Puts messages together and reads them. */
    private static final class Listener implements WebSocket.Listener {

        private final Events events;
        private final StringBuilder text = new StringBuilder();
        private final FrameDecoder<ServerFrame> decoder = new FrameDecoder<>(FrameSet.NODE, MAX_FRAME_BYTES);
        private final FleetOptions.Format format;

        Listener(Events events, FleetOptions.Format format) {
            this.events = events;
            this.format = format;
        }

        @Override
        public void onOpen(WebSocket socket) {
            events.opened(new Opened(socket, format));
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            if (text.length() + data.length() > MAX_FRAME_BYTES) {
                bad(socket, "a frame is too long");
                return null;
            }
            text.append(data);
            if (!last) {
                socket.request(1);
                return null;
            }
            String message = text.toString();
            text.setLength(0);
            text.trimToSize();
            try {
                events.received(List.of(FrameSet.NODE.read(message)));
            } catch (BadFrameException e) {
                bad(socket, String.valueOf(e.getMessage()));
            }
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
            List<ServerFrame> frames = new ArrayList<>(1);
            try {
                decoder.read(data, frames::add);
                events.received(frames);
            } catch (BadFrameException e) {
                bad(socket, String.valueOf(e.getMessage()));
            }
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            events.ended(new Ending.Closed(code, reason));
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            events.ended(new Ending.Unreachable(String.valueOf(error.getMessage())));
        }

        private void bad(WebSocket socket, String why) {
            socket.abort();
            events.ended(new Ending.Closed(NOBODY_SAID_WHY, "the node sent what is no frame: " + why));
        }
    }

    private record Opened(WebSocket socket, FleetOptions.Format format) implements Socket {

        @Override
        public CompletionStage<?> send(ClientFrame frame) {
            return switch (format) {
                case JSON -> socket.sendText(new String(FrameSet.CLIENT.write(frame), StandardCharsets.UTF_8), true);
                case BINARY -> socket.sendBinary(ByteBuffer.wrap(BinaryFrame.encode(FrameSet.CLIENT, frame)), true);
            };
        }

        @Override
        public void more() {
            socket.request(1);
        }

        @Override
        public void leave() {
            CompletionStage<WebSocket> leaving = socket.sendClose(WebSocket.NORMAL_CLOSURE, "leaving");
            leaving.whenComplete((_, failure) -> {
                if (failure != null) {
                    socket.abort();
                }
            });
        }

        @Override
        public void drop() {
            socket.abort();
        }
    }
}
