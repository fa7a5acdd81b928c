package dev.gatehouse.server.http;

import dev.gatehouse.model.error.ErrorCode;
import dev.gatehouse.model.error.Problem;
import dev.gatehouse.model.trace.SpanKind;
import dev.gatehouse.server.call.RequestFailure;
import dev.gatehouse.server.call.Trace;
import dev.gatehouse.server.call.Tracer;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.Configuration;
import org.eclipse.jetty.websocket.core.ExtensionConfig;
import org.eclipse.jetty.websocket.core.FrameHandler;
import org.eclipse.jetty.websocket.core.WebSocketComponents;
import org.eclipse.jetty.websocket.core.server.ServerUpgradeRequest;
import org.eclipse.jetty.websocket.core.server.ServerUpgradeResponse;
import org.eclipse.jetty.websocket.core.server.WebSocketNegotiator;
import org.eclipse.jetty.websocket.core.server.WebSocketServerComponents;
import org.jspecify.annotations.Nullable;

/** Verifies who wants a WebSocket before there is one, and refuses with a problem where nobody may. */
final class SocketUpgrades {

    private static final String BEARER_PREFIX = "bearer.";
    private static final String TOKEN_PARAMETER = "token";
    /** Buffers come from a pool and are held only while something is read or written. */
    private static final int INPUT_BUFFER_BYTES = 4096;
    private static final int OUTPUT_BUFFER_BYTES = 16 * 1024;

    private final Authenticator authenticator;
    private final Origins origins;
    private final Problems problems;
    private final Tracer tracer;

    SocketUpgrades(Authenticator authenticator, Origins origins, Problems problems, Tracer tracer) {
        this.tracer = tracer;
        this.authenticator = authenticator;
        this.origins = origins;
        this.problems = problems;
    }

    /** Puts the routes before whatever else {@code server} does. */
    void install(Server server, List<SocketRoute> routes) {
        WebSocketComponents components = WebSocketServerComponents.ensureWebSocketComponents(server);
        components.getExtensionRegistry().register(MessageDeflate.NAME, MessageDeflate.class);
        server.insertHandler(new Upgrading(components, routes));
    }

    private final class Upgrading extends Handler.Wrapper {

        private final WebSocketComponents components;
        private final Map<String, SocketRoute> routes;
        private final SocketHandshake handshake = new SocketHandshake();

        private Upgrading(WebSocketComponents components, List<SocketRoute> routes) {
            this.components = components;
            this.routes = routes.stream().collect(Collectors.toMap(SocketRoute::path, Function.identity()));
        }

        @Override
        public boolean handle(Request request, Response response, Callback callback) throws Exception {
            SocketRoute route = routes.get(Request.getPathInContext(request));
            if (route != null) {
                try {
                    Negotiator negotiator = new Negotiator(route, token(request));
                    if (handshake.upgradeRequest(negotiator, new WithoutQuery(request), response, callback, components,
                            null)) {
                        return true;
                    }
                } catch (RuntimeException e) {
                    Response.writeError(request, response, callback, e);
                    return true;
                }
            }
            return super.handle(request, response, callback);
        }
    }

    /** Keeps a token in the address from being remembered as long as the socket is. */
    private static final class WithoutQuery extends Request.Wrapper {

        private final HttpURI uri;

        private WithoutQuery(Request request) {
            super(request);
            uri = HttpURI.build(request.getHttpURI()).query(null).asImmutable();
        }

        @Override
        public HttpURI getHttpURI() {
            return uri;
        }
    }

    private final class Negotiator implements WebSocketNegotiator {

        private final SocketRoute route;
        private final @Nullable String token;

        private Negotiator(SocketRoute route, @Nullable String token) {
            this.route = route;
            this.token = token;
        }

        @Override
        public @Nullable FrameHandler negotiate(ServerUpgradeRequest request, ServerUpgradeResponse response,
                Callback callback) {
            Trace trace = Trace.called(request.getHeaders().get("traceparent"),
                    request.getHeaders().get("X-Trace-ID"));
            request.setAttribute(EndedRequests.TRACE, trace.traceId());
            try {
                String subprotocol = route.subprotocols().stream().filter(request::hasSubProtocol).findFirst()
                        .orElse(null);
                SocketRoute.Listener listener = tracer.call(trace, "upgrade " + route.path(), SpanKind.SERVER,
                        () -> accepted(route, subprotocol == null ? route.subprotocols().getFirst() : subprotocol,
                                token, request));
                if (subprotocol != null) {
                    response.setAcceptedSubProtocol(subprotocol);
                }
                response.setExtensions(extensions(response.getExtensions(), route.limits().compression()));
                return new JettySocket(listener, route.limits(), request.getComponents().getScheduler());
            } catch (RuntimeException e) {
                refuse(problems.failure(e), trace, response, callback);
                return null;
            }
        }

        @Override
        public void customize(Configuration configuration) {
            configuration.setIdleTimeout(Duration.ZERO);
            configuration.setAutoFragment(true);
            configuration.setMaxFrameSize(0);
            configuration.setInputBufferSize(INPUT_BUFFER_BYTES);
            configuration.setOutputBufferSize(OUTPUT_BUFFER_BYTES);
        }
    }

    /** RFC 7692 section 7.1.1: neither side keeps what it has seen, so that an idle socket holds no window. */
    private static List<ExtensionConfig> extensions(List<ExtensionConfig> offered, boolean compression) {
        return offered.stream().filter(offer -> compression && offer.getName().equals(MessageDeflate.NAME)).limit(1)
                .map(offer -> {
                    ExtensionConfig agreed = new ExtensionConfig(offer);
                    agreed.setParameter("server_no_context_takeover");
                    agreed.setParameter("client_no_context_takeover");
                    return agreed;
                }).toList();
    }

    private static void refuse(RequestFailure failure, Trace trace, Response response, Callback callback) {
        response.setStatus(failure.code().status());
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, Problem.MEDIA_TYPE);
        response.getHeaders().put("X-Trace-ID", trace.traceId());
        response.getHeaders().put("X-Content-Type-Options", "nosniff");
        Duration retryAfter = failure.hints().retryAfter();
        if (retryAfter != null) {
            response.getHeaders().put(HttpHeader.RETRY_AFTER, RequestFailure.seconds(retryAfter));
        }
        response.write(true, ByteBuffer.wrap(Answers.bytes(failure.problem(trace.traceId()))), callback);
    }

    private SocketRoute.Listener accepted(SocketRoute route, String subprotocol, @Nullable String token,
            ServerUpgradeRequest request) {
        origins.require(request.getHeaders().get(HttpHeader.ORIGIN));
        if (token == null) {
            throw new RequestFailure(ErrorCode.NOT_AUTHENTICATED,
                    "Send the access token as the subprotocol bearer.<token>, as Authorization: Bearer or as ?token=.");
        }
        Principal principal = authenticator.authenticate(token, route.access(), false);
        route.access().require(principal);
        request.setAttribute(EndedRequests.CALLER, principal.actor(Request.getRemoteAddr(request)));
        return route.acceptor().accept(new SocketRoute.Upgrade(principal, subprotocol, Request.getRemoteAddr(request),
                ServerCall.shortened(request.getHeaders().get(HttpHeader.USER_AGENT))));
    }

    /** The access token; the first of subprotocol, header and address that bears one. */
    private static @Nullable String token(Request request) {
        for (String protocol : request.getHeaders().getCSV(HttpHeader.SEC_WEBSOCKET_SUBPROTOCOL, false)) {
            if (protocol.startsWith(BEARER_PREFIX)) {
                return protocol.substring(BEARER_PREFIX.length());
            }
        }
        String token = BearerToken.of(request.getHeaders().get(HttpHeader.AUTHORIZATION));
        return token != null || request.getHttpURI().getQuery() == null
                ? token
                : Request.extractQueryParameters(request).getValue(TOKEN_PARAMETER);
    }
}
