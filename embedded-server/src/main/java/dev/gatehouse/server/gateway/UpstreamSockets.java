package dev.gatehouse.server.gateway;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/** Connects to upstreams for tunnels, on TLS where their address says so. */
final class UpstreamSockets {

    private final UpstreamAddresses addresses;

    UpstreamSockets(UpstreamAddresses addresses) {
        this.addresses = addresses;
    }

    /**
     * Connects to the first address of an upstream that takes the connection. Of the time that is left, each has the
     * share that leaves as much to each of those behind it.
     *
     * @throws UpstreamAddresses.Forbidden where it has no address that may be connected to
     * @throws SocketTimeoutException where the last that was tried was too slow
     */
    Socket connect(URI base, Duration patience) throws IOException {
        boolean tls = "https".equals(base.getScheme());
        int port = base.getPort() < 0 ? tls ? 443 : 80 : base.getPort();
        List<InetSocketAddress> found = addresses.addresses(Headers.bare(base.getHost()), port);
        long untilNanos = System.nanoTime() + patience.toNanos();
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

    /** For a socket, to which zero is for ever. */
    static int millis(long nanos) {
        return Math.clamp(TimeUnit.NANOSECONDS.toMillis(nanos), 1, Integer.MAX_VALUE);
    }

    private static Socket connect(InetSocketAddress address, URI base, boolean tls, long untilNanos)
            throws IOException {
        Socket socket = new Socket();
        try {
            socket.setTcpNoDelay(true);
            socket.connect(address, millis(untilNanos - System.nanoTime()));
            if (!tls) {
                return socket;
            }
            SSLSocket secured = (SSLSocket) ((SSLSocketFactory) SSLSocketFactory.getDefault()).createSocket(socket,
                    base.getHost(), address.getPort(), true);
            SSLParameters parameters = secured.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            secured.setSSLParameters(parameters);
            secured.setSoTimeout(millis(untilNanos - System.nanoTime()));
            secured.startHandshake();
            return secured;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }
}
