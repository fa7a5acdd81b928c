package dev.gatehouse.server.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
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

    private final Socket upstream;
    private @Nullable ByteBuffer early;

    TunnelConnection(EndPoint client, Executor executor, Socket upstream) {
        super(client, executor);
        this.upstream = upstream;
    }

    /** What the client sent right after its handshake. */
    @Override
    public void onUpgradeTo(ByteBuffer buffer) {
        early = buffer;
    }

    @Override
    public void onOpen() {
        super.onOpen();
        getEndPoint().setIdleTimeout(IDLE_MILLIS);
        Thread.ofVirtual().name("tunnel-down").start(this::down);
        Thread.ofVirtual().name("tunnel-up").start(this::begin);
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
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        upstream.getOutputStream().write(copy);
    }

    @Override
    public void onFillable() {
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
        try {
            while (true) {
                buffer.clear().flip();
                int filled = getEndPoint().fill(buffer);
                if (filled < 0) {
                    end(null);
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

    private void down() {
        byte[] buffer = new byte[BUFFER_BYTES];
        try {
            InputStream in = upstream.getInputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                try (Blocker.Callback written = Blocker.callback()) {
                    getEndPoint().write(written, ByteBuffer.wrap(buffer, 0, read));
                    written.block();
                }
            }
            end(null);
        } catch (IOException e) {
            end(e);
        }
    }

    private void end(@Nullable Throwable why) {
        if (why != null) {
            LOG.debug("A tunnel broke off", why);
        }
        close();
    }

    @Override
    public void onClose(@Nullable Throwable cause) {
        super.onClose(cause);
        try {
            upstream.close();
        } catch (IOException e) {
            LOG.debug("Closing the way to an upstream failed", e);
        }
    }
}
