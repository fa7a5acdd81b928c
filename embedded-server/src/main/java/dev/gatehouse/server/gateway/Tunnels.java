package dev.gatehouse.server.gateway;

import dev.gatehouse.model.error.ErrorCode;
import dev.gatehouse.model.trace.SpanKind;
import dev.gatehouse.server.call.RequestFailure;
import dev.gatehouse.server.call.Trace;
import dev.gatehouse.server.call.Work;
import dev.gatehouse.server.http.Principal;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.TunnelSupport;
import org.jspecify.annotations.Nullable;

/**
 * Passes WebSocket upgrades of HTTP/1.1 on, which Jetty's proxy does not: the handshake is made with one upstream, and
 * from then on the bytes go both ways as they are, for as long as the handshake would be let in again.
 */
final class Tunnels {

    private static final Duration SOON = Duration.ofSeconds(1);
    private static final int SWITCHING = 101;

    private final UpstreamSockets sockets;
    private final TrafficFigures figures;
    private final Guests guests;
    private final OpenTunnels open;

    /** A tunnel's place in the bulkhead of its route, and what let it in. */
    private final class Place implements TunnelConnection.Watcher {

        private final RouteState state;
        private final OpenTunnels.Stay stay;
        private final AtomicBoolean left = new AtomicBoolean();

        Place(Passage passage, RouteState state) {
            this.state = state;
            Asked asked = passage.asked();
            Principal caller = passage.caller();
            this.stay = new OpenTunnels.Stay(
                    new Asked(asked.method(), asked.host(), asked.said(), asked.path(), asked.query(), Map.of()),
                    passage.route().id(),
                    caller == null ? null : new OpenTunnels.Visitor(caller.sessionId(), guests.of(caller)));
        }

        @Override
        public void opened(TunnelConnection tunnel) {
            open.opened(tunnel, stay);
        }

        @Override
        public void ended(TunnelConnection tunnel) {
            open.ended(tunnel);
            leave();
        }

        void leave() {
            if (left.compareAndSet(false, true)) {
                state.leave();
            }
        }
    }

    /** Has a tunnel end with its handshake where that did not open it. */
    private static final class Settling extends HttpStream.Wrapper {

        private final TunnelConnection tunnel;

        Settling(HttpStream wrapped, TunnelConnection tunnel) {
            super(wrapped);
            this.tunnel = tunnel;
        }

        @Override
        public void succeeded() {
            try {
                super.succeeded();
            } finally {
                tunnel.settled();
            }
        }

        @Override
        public void failed(Throwable cause) {
            try {
                super.failed(cause);
            } finally {
                tunnel.settled();
            }
        }
    }

    Tunnels(UpstreamSockets sockets, TrafficFigures figures, Guests guests, OpenTunnels open) {
        this.sockets = sockets;
        this.figures = figures;
        this.guests = guests;
        this.open = open;
    }

    /** Whether a request asks for a WebSocket. */
    static boolean wanted(Request request) {
        return request.getConnectionMetaData().getHttpVersion() == HttpVersion.HTTP_1_1
                && request.getMethod().equals("GET") && request.getHeaders().contains("Upgrade", "websocket")
                && request.getHeaders().contains("Connection", "Upgrade");
    }

    /** Whether a body comes: one side would take it for such and the other one for the first bytes of the tunnel. */
    private static boolean hasBody(Request request) {
        return request.getLength() > 0 || request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING);
    }

    /**
     * Makes the handshake; the tunnel is open once the answer is out, and holds its place in the bulkhead until it ends.
     *
     * @throws RequestFailure where no upstream takes it
     */
    void open(Passage passage) {
        TunnelSupport support = passage.request().getTunnelSupport();
        if (support == null) {
            throw new RequestFailure(ErrorCode.BAD_REQUEST, "This connection cannot become a WebSocket.");
        }
        if (hasBody(passage.request())) {
            throw new RequestFailure(ErrorCode.BAD_REQUEST, "A request for a WebSocket has no body.");
        }
        RouteState state = figures.stateOf(passage.route());
        // Whoever follows the caller may fail, so it is asked before the place is taken.
        Place place = new Place(passage, state);
        if (!state.enter()) {
            throw UpstreamAnswers.full();
        }
        boolean switched = false;
        try {
            Socket socket = ask(passage, state);
            if (socket != null) {
                TunnelConnection tunnel = new TunnelConnection(support.getEndPoint(),
                        passage.request().getComponents().getExecutor(), socket, place);
                switched = true;
                passage.request().addHttpStreamWrapper(stream -> new Settling(stream, tunnel));
                passage.request().setAttribute(HttpStream.UPGRADE_CONNECTION_ATTRIBUTE, tunnel);
            }
        } finally {
            if (!switched) {
                place.leave();
            }
        }
    }

    /** @return the way to the upstream; absent where it refused the upgrade */
    private @Nullable Socket ask(Passage passage, RouteState state) {
        RouteState.Upstream upstream = state.next();
        if (upstream == null) {
            throw RequestFailure.later(ErrorCode.UPSTREAMS_OPEN,
                    "Every upstream of this route has failed lately, so none is asked for a while.", SOON);
        }
        long startedNanos = System.nanoTime();
        try (Work.Timing timing = Work.time("WebSocket " + upstream.address(), SpanKind.CLIENT)) {
            Socket socket = handshake(passage, upstream.base(), state);
            int status = passage.response().getStatus();
            upstream.answered(status, System.nanoTime() - startedNanos);
            timing.note("http.response.status_code", Integer.toString(status));
            return socket;
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

    private @Nullable Socket handshake(Passage passage, URI base, RouteState state) throws IOException {
        long untilNanos = System.nanoTime() + state.timeoutNanos();
        Socket socket = sockets.connect(base, Duration.ofNanos(state.timeoutNanos()));
        boolean switched = false;
        try {
            socket.setSoTimeout(UpstreamSockets.millis(untilNanos - System.nanoTime()));
            socket.getOutputStream().write(hello(passage, base));
            UpgradeAnswer answer = UpgradeAnswer.read(socket.getInputStream());
            Response response = passage.response();
            Replies.head(response, answer.status(), answer.headers());
            if (answer.status() == SWITCHING) {
                response.getHeaders().put("Connection", "Upgrade");
                response.getHeaders().put("Upgrade", "websocket");
                socket.setSoTimeout(0);
                switched = true;
            }
            return switched ? socket : null;
        } finally {
            if (!switched) {
                socket.close();
            }
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
