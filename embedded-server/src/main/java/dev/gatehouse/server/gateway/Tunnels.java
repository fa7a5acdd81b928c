package dev.gatehouse.server.gateway;

import dev.gatehouse.model.error.ErrorCode;
import dev.gatehouse.model.trace.SpanKind;
import dev.gatehouse.server.call.RequestFailure;
import dev.gatehouse.server.call.Trace;
import dev.gatehouse.server.call.Work;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.TunnelSupport;

/**
 * Passes WebSocket upgrades of HTTP/1.1 on, which Jetty's proxy does not: the handshake is made with one upstream, and
 * from then on the bytes go both ways as they are.
 */
final class Tunnels {

    private static final Duration SOON = Duration.ofSeconds(1);

    private final Upstreams upstreams;
    private final TrafficFigures figures;

    Tunnels(Upstreams upstreams, TrafficFigures figures) {
        this.upstreams = upstreams;
        this.figures = figures;
    }

    /** Whether a request asks for a WebSocket. */
    static boolean wanted(Request request) {
        return request.getConnectionMetaData().getHttpVersion() == HttpVersion.HTTP_1_1
                && request.getMethod().equals("GET") && request.getHeaders().contains("Upgrade", "websocket")
                && request.getHeaders().contains("Connection", "Upgrade");
    }

    /**
     * Makes the handshake; the tunnel is open once the answer is out.
     *
     * @throws RequestFailure where no upstream takes it
     */
    void open(Passage passage) throws IOException {
        TunnelSupport support = passage.request().getTunnelSupport();
        if (support == null) {
            throw new RequestFailure(ErrorCode.BAD_REQUEST, "This connection cannot become a WebSocket.");
        }
        RouteState state = figures.stateOf(passage.route());
        RouteState.Upstream upstream = state.next();
        if (upstream == null) {
            throw RequestFailure.later(ErrorCode.UPSTREAMS_OPEN,
                    "Every upstream of this route has failed lately, so none is asked for a while.", SOON);
        }
        long startedNanos = System.nanoTime();
        try (Work.Timing timing = Work.time("WebSocket " + upstream.address(), SpanKind.CLIENT)) {
            int status = handshake(passage, upstream.base(), state, support.getEndPoint());
            upstream.answered(status, System.nanoTime() - startedNanos);
            timing.note("http.response.status_code", Integer.toString(status));
        } catch (RuntimeException e) {
            upstream.spared();
            throw e;
        } catch (UpstreamAddresses.Forbidden e) {
            upstream.spared();
            throw new RequestFailure(ErrorCode.UPSTREAM_FORBIDDEN, String.valueOf(e.getMessage()), e);
        } catch (SocketTimeoutException e) {
            upstream.failed(e, System.nanoTime() - startedNanos);
            throw new RequestFailure(ErrorCode.UPSTREAM_TIMEOUT,
                    upstream.address() + " did not begin to answer in time.", e);
        } catch (IOException e) {
            upstream.failed(e, System.nanoTime() - startedNanos);
            throw new RequestFailure(ErrorCode.UPSTREAM_FAILED,
                    upstream.address() + " cannot be asked: " + e.getMessage() + ".", e);
        }
    }

    private int handshake(Passage passage, URI base, RouteState state, EndPoint client) throws IOException {
        int millis = Math.clamp(TimeUnit.NANOSECONDS.toMillis(state.timeoutNanos()), 1, Integer.MAX_VALUE);
        Socket socket = connect(base, millis);
        boolean taken = false;
        try {
            socket.setSoTimeout(millis);
            socket.getOutputStream().write(hello(passage, base));
            UpgradeAnswer answer = UpgradeAnswer.read(socket.getInputStream());
            Response response = passage.response();
            Replies.head(response, answer.status(), answer.headers());
            if (answer.status() == 101) {
                response.getHeaders().put("Connection", "Upgrade");
                response.getHeaders().put("Upgrade", "websocket");
                socket.setSoTimeout(0);
                passage.request().setAttribute(HttpStream.UPGRADE_CONNECTION_ATTRIBUTE,
                        new TunnelConnection(client, passage.request().getComponents().getExecutor(), socket));
                taken = true;
            }
            return answer.status();
        } finally {
            if (!taken) {
                socket.close();
            }
        }
    }

    private Socket connect(URI base, int millis) throws IOException {
        boolean tls = "https".equals(base.getScheme());
        int port = base.getPort() < 0 ? tls ? 443 : 80 : base.getPort();
        List<InetSocketAddress> addresses = upstreams.addresses().addresses(Headers.bare(base.getHost()), port);
        Socket socket = new Socket();
        try {
            socket.setTcpNoDelay(true);
            socket.connect(addresses.getFirst(), millis);
            if (!tls) {
                return socket;
            }
            SSLSocket secured = (SSLSocket) ((SSLSocketFactory) SSLSocketFactory.getDefault())
                    .createSocket(socket, base.getHost(), port, true);
            SSLParameters parameters = secured.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            secured.setSSLParameters(parameters);
            secured.setSoTimeout(millis);
            secured.startHandshake();
            return secured;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private static byte[] hello(Passage passage, URI base) {
        Outgoing outgoing = passage.outgoing(base, Trace.current().traceId(), Work.traceparent());
        StringBuilder hello = new StringBuilder("GET ").append(outgoing.target()).append(" HTTP/1.1\r\nHost: ")
                .append(base.getAuthority()).append("\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n");
        for (HttpField field : outgoing.getHeaders()) {
            if (!field.getLowerCaseName().equals("content-length")) {
                hello.append(field.getName()).append(": ").append(field.getValue()).append("\r\n");
            }
        }
        return hello.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    /** A header's name as it is compared. */
    static String lower(String name) {
        return name.strip().toLowerCase(Locale.ROOT);
    }
}
