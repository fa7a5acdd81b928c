package dev.gatehouse.server.http;

import dev.gatehouse.model.message.CloseCode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Queue;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One WebSocket on Jetty: a bounded queue of messages of which one at a time is on its way. A reader so slow that the
 * queue grows past {@link #MAX_QUEUED_BYTES} is closed with {@link CloseCode#TOO_SLOW}. Public because Jetty, which calls
 * its methods by reflection, must be able to.
 */
public final class JettySocket implements Socket, Session.Listener.AutoDemanding {

    /** What one slow reader may cost, in bytes. */
    static final long MAX_QUEUED_BYTES = 1 << 20;

    private static final Logger LOG = LoggerFactory.getLogger(JettySocket.class);

    private final SocketRoute.Listener listener;
    private final int maxFrameBytes;
    private final Queue<Encoded> queue = new ArrayDeque<>();
    private @Nullable Session session;
    private @Nullable Closing closing;
    private long queuedBytes;
    private boolean sending;
    private boolean closed;

    private record Closing(int code, String reason) {}

    JettySocket(SocketRoute.Listener listener, int maxFrameBytes) {
        this.listener = listener;
        this.maxFrameBytes = maxFrameBytes;
    }

    @Override
    public void onWebSocketOpen(Session opened) {
        opened.setMaxTextMessageSize(maxFrameBytes);
        opened.setMaxBinaryMessageSize(maxFrameBytes);
        synchronized (this) {
            session = opened;
        }
        listener.opened(this);
    }

    @Override
    public void onWebSocketText(String message) {
        listener.text(message);
    }

    @Override
    public void onWebSocketBinary(ByteBuffer payload, Callback callback) {
        listener.binary(payload);
        callback.succeed();
    }

    @Override
    public void onWebSocketError(Throwable cause) {
        LOG.debug("A socket failed; its close follows", cause);
    }

    @Override
    public void onWebSocketClose(int code, @Nullable String reason, Callback callback) {
        boolean wasOpen;
        synchronized (this) {
            wasOpen = session != null && !closed;
            closed = true;
            queue.clear();
            queuedBytes = 0;
        }
        callback.succeed();
        if (wasOpen) {
            listener.closed(code, reason == null ? "" : reason);
        }
    }

    @Override
    public void send(Encoded message) {
        synchronized (this) {
            if (closed || closing != null) {
                return;
            }
            queue.add(message);
            queuedBytes += message.size();
            if (queuedBytes > MAX_QUEUED_BYTES) {
                queue.clear();
                queuedBytes = 0;
                closing = new Closing(CloseCode.TOO_SLOW.number(), CloseCode.TOO_SLOW.phrase());
            }
        }
        drain();
    }

    @Override
    public void close(int code, String reason) {
        synchronized (this) {
            if (closed || closing != null) {
                return;
            }
            closing = new Closing(code, shortened(reason));
        }
        drain();
    }

    @Override
    public synchronized long queuedBytes() {
        return queuedBytes;
    }

    private void drain() {
        Encoded next;
        Closing last;
        Session open;
        synchronized (this) {
            if (sending || closed || session == null) {
                return;
            }
            open = session;
            next = queue.poll();
            last = next == null ? closing : null;
            if (next == null && last == null) {
                return;
            }
            sending = true;
        }
        if (next != null) {
            Encoded message = next;
            Callback callback = Callback.from(() -> sent(message), this::failed);
            if (message.isText()) {
                open.sendText(StandardCharsets.UTF_8.decode(message.bytes()).toString(), callback);
            } else {
                open.sendBinary(message.bytes(), callback);
            }
        } else if (last != null) {
            open.close(last.code(), last.reason(), Callback.NOOP);
        }
    }

    private void sent(Encoded message) {
        synchronized (this) {
            sending = false;
            queuedBytes = Math.max(0, queuedBytes - message.size());
        }
        drain();
    }

    private void failed(Throwable cause) {
        LOG.debug("A message could not be sent; the socket is given up", cause);
        Session open;
        synchronized (this) {
            open = session;
        }
        if (open != null) {
            open.disconnect();
        }
    }

    /** RFC 6455 section 5.5: the reason of a close frame has at most 123 bytes of UTF-8. */
    private static String shortened(String reason) {
        String result = reason;
        while (result.getBytes(StandardCharsets.UTF_8).length > 123) {
            result = result.substring(0, result.offsetByCodePoints(result.length(), -1));
        }
        return result;
    }
}
