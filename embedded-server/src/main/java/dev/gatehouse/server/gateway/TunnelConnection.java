package dev.gatehouse.server.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.util.Blocker;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A client's connection whose bytes go to an upstream as they are, and back; each way waits for its reader. */
final class TunnelConnection extends AbstractConnection implements Connection.UpgradeTo {

    private static final Logger LOG = LoggerFactory.getLogger(TunnelConnection.class);
    private static final int BUFFER_BYTES = 16 << 10;
    /** A tunnel through which nothing goes for so long is closed. */
    private static final long IDLE_MILLIS = 600_000;
    /** How long the end of a frame is waited for, to say goodbye behind it. */
    private static final Duration FRAME_PATIENCE = Duration.ofMillis(300);
    /** How long a client that was told goodbye has to close the connection. */
    private static final Duration LINGER = Duration.ofMillis(500);
    /** FIN and the operation code of a close frame, RFC 6455 section 5.2. */
    private static final int CLOSE_FRAME = 0x88;

    private final Socket upstream;
    private final Watcher watcher;
    private final ReentrantLock writing = new ReentrantLock(true);
    private final Condition written = writing.newCondition();
    private final FrameBoundary frames = new FrameBoundary();
    private final AtomicBoolean leaving = new AtomicBoolean();
    private final AtomicBoolean finished = new AtomicBoolean();
    private final AtomicBoolean heard = new AtomicBoolean();
    private final CountDownLatch over = new CountDownLatch(1);
    private volatile boolean opened;
    /** Set once the client was told goodbye: nothing goes through any more. */
    private volatile boolean shut;
    private @Nullable ByteBuffer early;

    /** Is told of a tunnel's life. */
    interface Watcher {

        /** Bytes go through from now on. */
        void opened(TunnelConnection tunnel);

        /** It is no more, whether it was ever opened or not; may be said twice. */
        void ended(TunnelConnection tunnel);
    }

    TunnelConnection(EndPoint client, Executor executor, Socket upstream, Watcher watcher) {
        super(client, executor);
        this.upstream = upstream;
        this.watcher = watcher;
    }

    /** What the client sent right after its handshake. */
    @Override
    public void onUpgradeTo(ByteBuffer buffer) {
        early = buffer;
    }

    @Override
    public void onOpen() {
        super.onOpen();
        opened = true;
        watcher.opened(this);
        if (finished.get()) {
            // Closed while it was opened.
            watcher.ended(this);
            return;
        }
        getEndPoint().setIdleTimeout(IDLE_MILLIS);
        Thread.ofVirtual().name("tunnel-down").start(this::down);
        Thread.ofVirtual().name("tunnel-up").start(this::begin);
    }

    /** Whether the client has sent anything since this was asked last. */
    boolean heard() {
        return heard.getAndSet(false);
    }

    private void begin() {
        try {
            ByteBuffer first = early;
            if (first != null && first.hasRemaining()) {
                up(first);
            }
            fillInterested();
        } catch (IOException e) {
            end(e);
        }
    }

    private void up(ByteBuffer bytes) throws IOException {
        heard.set(true);
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        if (!shut) {
            upstream.getOutputStream().write(copy);
        }
    }

    /** Whoever writes to the upstream waits for it. */
    @Override
    public void onFillable() {
        Thread.ofVirtual().name("tunnel-up").start(this::pass);
    }

    private void pass() {
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
        try {
            while (true) {
                buffer.clear().flip();
                int filled = getEndPoint().fill(buffer);
                if (filled < 0) {
                    finish();
                    return;
                }
                if (filled == 0) {
                    fillInterested();
                    return;
                }
                up(buffer);
            }
        } catch (IOException e) {
            end(e);
        }
    }

    @Override
    public void onFillInterestedFailed(Throwable cause) {
        end(cause);
    }

    private void down() {
        byte[] buffer = new byte[BUFFER_BYTES];
        try {
            InputStream in = upstream.getInputStream();
            int read = in.read(buffer);
            while (read >= 0 && pass(buffer, read)) {
                read = in.read(buffer);
            }
            end(null);
        } catch (IOException e) {
            end(e);
        }
    }

    /** @return false where nothing goes through any more */
    private boolean pass(byte[] bytes, int length) throws IOException {
        writing.lock();
        try {
            if (shut) {
                return false;
            }
            try (Blocker.Callback callback = Blocker.callback()) {
                getEndPoint().write(callback, ByteBuffer.wrap(bytes, 0, length));
                callback.block();
            }
            frames.passed(bytes, length);
            written.signalAll();
            return true;
        } finally {
            writing.unlock();
        }
    }

    /**
     * Sends the client away, in a thread of its own: with a close frame where none of the upstream's frames is half-way,
     * then the connection ends.
     *
     * @param code   RFC 6455 section 7.4
     * @param reason a few words in ASCII
     */
    void dismiss(int code, String reason) {
        if (leaving.compareAndSet(false, true)) {
            Thread.ofVirtual().name("tunnel-farewell").start(() -> farewell(code, reason));
        }
    }

    private void farewell(int code, String reason) {
        try {
            if (say(code, reason)) {
                upstream.close();
                var _ = endsWithin(LINGER);
            }
        } catch (IOException | TimeoutException e) {
            LOG.debug("A client could not be told goodbye", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            finish();
        }
    }

    private boolean say(int code, String reason) throws IOException, TimeoutException, InterruptedException {
        if (!writing.tryLock(FRAME_PATIENCE.toNanos(), TimeUnit.NANOSECONDS)) {
            return false;
        }
        try {
            long left = FRAME_PATIENCE.toNanos();
            while (!frames.isFree()) {
                if (left <= 0) {
                    return false;
                }
                left = written.awaitNanos(left);
            }
            shut = true;
            byte[] words = reason.getBytes(StandardCharsets.US_ASCII);
            ByteBuffer frame = ByteBuffer.allocate(4 + words.length).put((byte) CLOSE_FRAME)
                    .put((byte) (2 + words.length)).putShort((short) code).put(words).flip();
            try (Blocker.Callback callback = Blocker.callback()) {
                getEndPoint().write(callback, frame);
                callback.block(FRAME_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            }
            return true;
        } finally {
            writing.unlock();
        }
    }

    /** Waits for its end. */
    boolean endsWithin(Duration patience) throws InterruptedException {
        return over.await(patience.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** One way is at its end; a client that was told goodbye may still have to hear it. */
    private void end(@Nullable Throwable why) {
        if (shut) {
            return;
        }
        if (why != null) {
            LOG.debug("A tunnel broke off", why);
        }
        finish();
    }

    /** The handshake is over, and so is the tunnel where it has not been opened by now. */
    void settled() {
        if (!opened) {
            finish();
        }
    }

    @Override
    public void onClose(@Nullable Throwable cause) {
        super.onClose(cause);
        finish();
    }

    private void finish() {
        if (!finished.compareAndSet(false, true)) {
            return;
        }
        over.countDown();
        try {
            upstream.close();
        } catch (IOException e) {
            LOG.debug("Closing the way to an upstream failed", e);
        } finally {
            close();
            watcher.ended(this);
        }
    }
}
