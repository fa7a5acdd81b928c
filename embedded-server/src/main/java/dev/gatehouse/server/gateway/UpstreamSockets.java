package dev.gatehouse.server.gateway;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.eclipse.jetty.util.Promise;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Connects to upstreams for tunnels, on TLS where their address says so. */
final class UpstreamSockets {

    private static final Logger LOG = LoggerFactory.getLogger(UpstreamSockets.class);

    private final UpstreamAddresses addresses;

    UpstreamSockets(UpstreamAddresses addresses) {
        this.addresses = addresses;
    }

    /**
     * Connects to the first address of an upstream that takes the connection. Of the time that is left once its name is
     * resolved, each has the share that leaves as much to each of those behind it.
     *
     * @param patience for its name, the connection and the handshake of TLS together
     * @throws UpstreamAddresses.Forbidden where it has no address that may be connected to
     * @throws SocketTimeoutException where its name or the last address that was tried was too slow, or there was no time
     *                                to try it
     */
    Socket connect(URI base, Duration patience) throws IOException {
        long untilNanos = System.nanoTime() + patience.toNanos();
        boolean tls = "https".equals(base.getScheme());
        int port = base.getPort() < 0 ? tls ? 443 : 80 : base.getPort();
        List<InetSocketAddress> found = resolve(Headers.bare(base.getHost()), port, patience);
        IOException failure = null;
        for (int index = 0; index < found.size(); index++) {
            long share = (untilNanos - System.nanoTime()) / (found.size() - index);
            try {
                return connect(found.get(index), base, tls, System.nanoTime() + share);
            } catch (IOException e) {
                if (failure != null) {
                    e.addSuppressed(failure);
                }
                failure = e;
            }
        }
        throw failure == null ? new IOException("it has no address") : failure;
    }

    /** Looking a name up cannot be interrupted, so it is left to itself where it takes too long. */
    private List<InetSocketAddress> resolve(String host, int port, Duration patience) throws IOException {
        Promise.Completable<List<InetSocketAddress>> found = new Promise.Completable<>();
        addresses.resolve(host, port, Map.of(), found);
        try {
            return found.get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            SocketTimeoutException late = new SocketTimeoutException("Looking up " + host + " took too long");
            late.initCause(e);
            throw late;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Interrupted while " + host + " was looked up");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            throw new IllegalStateException("Looking up " + host + " failed", e.getCause());
        }
    }

    /** For a socket, to which zero is for ever. */
    static int millis(long nanos) {
        return Math.clamp(TimeUnit.NANOSECONDS.toMillis(nanos), 1, Integer.MAX_VALUE);
    }

    private static long left(long untilNanos) throws SocketTimeoutException {
        long left = untilNanos - System.nanoTime();
        if (left <= 0) {
            throw new SocketTimeoutException("No time is left");
        }
        return left;
    }

    /** A socket's own timeout is one for each part that comes, so it is closed where all of them take too long. */
    private static void shakeHands(SSLSocket secured, Socket below, long untilNanos) throws IOException {
        long left = left(untilNanos);
        CompletableFuture<Boolean> done = new CompletableFuture<>();
        var _ = done.completeOnTimeout(false, left, TimeUnit.NANOSECONDS).thenAccept(inTime -> {
            if (!inTime) {
                close(below);
            }
        });
        secured.setSoTimeout(millis(left));
        try {
            secured.startHandshake();
        } catch (IOException e) {
            if (done.complete(true)) {
                throw e;
            }
            SocketTimeoutException late = new SocketTimeoutException("The handshake of TLS took too long");
            late.initCause(e);
            throw late;
        }
        if (!done.complete(true)) {
            throw new SocketTimeoutException("The handshake of TLS took too long");
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            LOG.debug("A connection cannot be closed", e);
        }
    }

    private static Socket connect(InetSocketAddress address, URI base, boolean tls, long untilNanos)
            throws IOException {
        Socket socket = new Socket();
        try {
            socket.setTcpNoDelay(true);
            socket.connect(address, millis(left(untilNanos)));
            if (!tls) {
                return socket;
            }
            SSLSocket secured = (SSLSocket) ((SSLSocketFactory) SSLSocketFactory.getDefault()).createSocket(socket,
                    base.getHost(), address.getPort(), true);
            SSLParameters parameters = secured.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            secured.setSSLParameters(parameters);
            shakeHands(secured, socket, untilNanos);
            return secured;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }
}
