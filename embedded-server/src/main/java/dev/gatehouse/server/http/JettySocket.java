package dev.gatehouse.server.http;

import dev.gatehouse.model.message.CloseCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;
import org.eclipse.jetty.websocket.core.CloseStatus;
import org.eclipse.jetty.websocket.core.CoreSession;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.FrameHandler;
import org.eclipse.jetty.websocket.core.OpCode;
import org.eclipse.jetty.websocket.core.exception.CloseException;
import org.eclipse.jetty.websocket.core.exception.WebSocketException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One WebSocket on Jetty's frames: a bounded queue of messages of which one batch at a time is on its way. What a client
 * does wrong in the messages is answered with the listener's farewell and {@link CloseCode#BAD_FRAME}; what it does wrong
 * in the frames (RFC 6455) Jetty closes with 1002.
 */
final class JettySocket implements Socket, FrameHandler {

    /** How long a client has to answer a close frame. */
    private static final long LINGER_SECONDS = 5;
    /** What is read and thrown away after a close frame, so that the client can still read it. */
    private static final int MOST_DISCARDED_BYTES = 1 << 20;
    private static final ByteBuffer EMPTY = ByteBuffer.allocate(0);

    private static final Logger LOG = LoggerFactory.getLogger(JettySocket.class);

    private final SocketRoute.Listener listener;
    private final Scheduler scheduler;
    private final IncomingMessage incoming;
    private final SendQueue queue;
    private final Callback written = new Written();
    private @Nullable CoreSession session;
    private @Nullable Closing closing;
    private Scheduler.@Nullable Task abortion;
    private int messagesUnderWay;
    private boolean sending;
    private boolean closed;
    private boolean told;
    private int discardedBytes;
    private long messagesIn;
    private long messagesOut;
    private long bytesIn;
    private long bytesOut;

    private record Closing(int code, String reason) {}

    private final class Written implements Callback {

        @Override
        public void succeeded() {
            sent();
        }

        @Override
        public void failed(Throwable cause) {
            LOG.debug("A message could not be sent; the socket is given up", cause);
            abort();
        }

        @Override
        public InvocationType getInvocationType() {
            return InvocationType.NON_BLOCKING;
        }
    }

    JettySocket(SocketRoute.Listener listener, SocketLimits limits, Scheduler scheduler) {
        this.listener = listener;
        this.scheduler = scheduler;
        incoming = new IncomingMessage(limits.maxMessageBytes());
        queue = new SendQueue(limits.maxQueuedBytes(), limits.slow());
    }

    @Override
    public void onOpen(CoreSession opened, Callback callback) {
        synchronized (this) {
            session = opened;
        }
        callback.succeeded();
        listener.opened(this);
        opened.demand();
    }

    @Override
    public void onFrame(Frame frame, Callback callback) {
        if (frame.getOpCode() == OpCode.CLOSE) {
            callback.succeeded();
            return;
        }
        boolean readOn = true;
        if (isClosing()) {
            readOn = discard(frame);
        } else if (frame.isControlFrame()) {
            control(frame);
        } else {
            data(frame);
        }
        callback.succeeded();
        CoreSession open = session();
        if (open == null) {
            return;
        }
        if (readOn) {
            open.demand();
        } else {
            open.abort();
        }
    }

    @Override
    public void onError(Throwable cause, Callback callback) {
        if (cause instanceof WebSocketException || cause instanceof IOException) {
            LOG.debug("A socket failed; its close follows", cause);
        } else {
            LOG.error("A message of a client could not be handled; its socket is closed.", cause);
        }
        callback.succeeded();
    }

    @Override
    public void onClosed(CloseStatus status, Callback callback) {
        Scheduler.Task pending;
        synchronized (this) {
            closed = true;
            queue.clear();
            pending = abortion;
            abortion = null;
        }
        if (pending != null) {
            pending.cancel();
        }
        callback.succeeded();
        String reason = status.getReason() == null ? "" : status.getReason();
        boolean ours = status.getCause() instanceof CloseException || status.getCode() == CloseStatus.SERVER_ERROR;
        tell(ours, status.getCode(), reason);
    }

    /**
     * Jetty could not read on.
     *
     * @return whether the client is told here, so that Jetty need not
     */
    boolean unreadable(Throwable cause) {
        int code = cause instanceof CloseException known ? known.getStatusCode() : CloseStatus.NO_CODE;
        String reason = switch (code) {
            case CloseStatus.MESSAGE_TOO_LARGE -> "the message is too large";
            case CloseStatus.BAD_PAYLOAD -> "the message cannot be decompressed";
            default -> "";
        };
        if (reason.isEmpty()) {
            return false;
        }
        giveUp(CloseCode.BAD_FRAME.number(), reason);
        return true;
    }

    @Override
    public void send(Encoded message) {
        long droppedBefore;
        long droppedNow;
        boolean slow = false;
        synchronized (this) {
            if (closed || closing != null) {
                return;
            }
            droppedBefore = queue.dropped();
            if (queue.add(message) == SendQueue.Taken.FULL) {
                queue.clear();
                slow = true;
                begin(CloseCode.TOO_SLOW.number(), CloseCode.TOO_SLOW.phrase());
            }
            droppedNow = queue.dropped();
        }
        if (droppedNow > droppedBefore) {
            listener.dropped(droppedNow - droppedBefore);
        }
        if (slow) {
            tellLater(CloseCode.TOO_SLOW.number(), CloseCode.TOO_SLOW.phrase());
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
            armed();
        }
        drain();
    }

    @Override
    public synchronized long queuedBytes() {
        return queue.bytes();
    }

    @Override
    public synchronized Figures figures() {
        return new Figures(queue.bytes(), messagesIn, messagesOut, bytesIn, bytesOut, queue.dropped());
    }

    private void control(Frame frame) {
        if (frame.getOpCode() == OpCode.PING) {
            ByteBuffer payload = payload(frame);
            byte[] bytes = new byte[payload.remaining()];
            payload.get(bytes);
            send(Encoded.pong(bytes));
        }
        listener.control();
    }

    private void data(Frame frame) {
        ByteBuffer payload = payload(frame);
        int size = payload.remaining();
        if (frame.getOpCode() != OpCode.CONTINUATION) {
            incoming.begin(frame.getOpCode() == OpCode.TEXT);
        }
        synchronized (this) {
            bytesIn += size;
            messagesIn += frame.isFin() ? 1 : 0;
        }
        String fault = incoming.add(payload, frame.isFin());
        if (fault != null) {
            giveUp(CloseCode.BAD_FRAME.number(), fault);
        } else if (!frame.isFin()) {
            if (size == 0) {
                listener.control();
            }
        } else if (incoming.isText()) {
            listener.text(incoming.takeText());
        } else {
            listener.binary(incoming.takeBinary());
        }
    }

    private static ByteBuffer payload(Frame frame) {
        ByteBuffer payload = frame.getPayload();
        return payload == null ? EMPTY.duplicate() : payload;
    }

    private boolean discard(Frame frame) {
        discardedBytes += payload(frame).remaining() + 2;
        return discardedBytes <= MOST_DISCARDED_BYTES;
    }

    /** Says farewell and closes. */
    private void giveUp(int code, String reason) {
        synchronized (this) {
            if (closed || closing != null) {
                return;
            }
            begin(code, reason);
        }
        tell(true, code, reason);
        drain();
    }

    /** Within the monitor. */
    private void begin(int code, String reason) {
        Encoded farewell = listener.farewell(code, reason);
        if (farewell != null) {
            queue.push(farewell);
        }
        closing = new Closing(code, shortened(reason));
        armed();
    }

    /** Within the monitor. */
    private void armed() {
        if (abortion == null) {
            abortion = scheduler.schedule(this::abort, LINGER_SECONDS, TimeUnit.SECONDS);
        }
    }

    private void tell(boolean ours, int code, String reason) {
        synchronized (this) {
            if (told || session == null) {
                return;
            }
            told = true;
        }
        if (ours) {
            listener.givenUp(code, reason);
        } else {
            listener.closed(code, reason);
        }
    }

    /** Whoever sends does not wait until the listener knows. */
    private void tellLater(int code, String reason) {
        CoreSession open = session();
        if (open != null) {
            open.getWebSocketComponents().getExecutor().execute(() -> tell(true, code, reason));
        }
    }

    private void drain() {
        CoreSession open;
        List<Encoded> batch;
        Closing last;
        synchronized (this) {
            open = session;
            if (sending || closed || open == null) {
                return;
            }
            batch = queue.nextBatch();
            last = batch.isEmpty() ? closing : null;
            if (batch.isEmpty() && last == null) {
                return;
            }
            sending = true;
            messagesUnderWay = batch.size();
        }
        int end = batch.size() - 1;
        for (int i = 0; i < end; i++) {
            open.sendFrame(frame(batch.get(i)), Callback.NOOP, true);
        }
        if (end >= 0) {
            open.sendFrame(frame(batch.get(end)), written, false);
        } else if (last != null) {
            open.close(last.code(), last.reason(), Callback.NOOP);
        }
    }

    private static Frame frame(Encoded message) {
        return new Frame(switch (message.kind()) {
            case TEXT -> OpCode.TEXT;
            case BINARY -> OpCode.BINARY;
            case PONG -> OpCode.PONG;
        }, message.payload());
    }

    private void sent() {
        int messages;
        synchronized (this) {
            sending = false;
            messages = messagesUnderWay;
            messagesOut += messages;
            bytesOut += queue.written();
        }
        listener.written(messages);
        drain();
    }

    private void abort() {
        CoreSession open = session();
        if (open != null) {
            open.abort();
        }
    }

    private synchronized @Nullable CoreSession session() {
        return session;
    }

    private synchronized boolean isClosing() {
        return closing != null;
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
