package dev.gatehouse.server.http;

import dev.gatehouse.model.error.ErrorCode;
import dev.gatehouse.model.error.Problem;
import dev.gatehouse.server.call.RequestFailure;
import dev.gatehouse.server.call.Trace;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.server.ServerUpgradeRequest;
import org.eclipse.jetty.websocket.server.ServerUpgradeResponse;
import org.eclipse.jetty.websocket.server.WebSocketUpgradeHandler;
import org.jspecify.annotations.Nullable;

/** Verifies who wants a WebSocket before there is one, and refuses with a problem where nobody may. */
final class SocketUpgrades {

    private static final String BEARER_PREFIX = "bearer.";

    private final Authenticator authenticator;
    private final Origins origins;
    private final Problems problems;

    SocketUpgrades(Authenticator authenticator, Origins origins, Problems problems) {
        this.authenticator = authenticator;
        this.origins = origins;
        this.problems = problems;
    }

    /** Puts the routes before whatever else {@code server} does. */
    void install(Server server, List<SocketRoute> routes) {
        server.insertHandler(WebSocketUpgradeHandler.from(server, container -> {
            container.setIdleTimeout(Duration.ZERO);
            for (SocketRoute route : routes) {
                container.addMapping(route.path(), (request, response, callback) -> open(route, request, response,
                        callback));
            }
        }));
    }

    private @Nullable JettySocket open(SocketRoute route, ServerUpgradeRequest request,
            ServerUpgradeResponse response, Callback callback) {
        Trace trace = Trace.continuing(request.getHeaders().get("traceparent"), request.getHeaders().get("X-Trace-ID"));
        try {
            String subprotocol = route.subprotocols().stream().filter(request::hasSubProtocol).findFirst()
                    .orElse(null);
            SocketRoute.Listener listener = ScopedValue.where(Trace.CURRENT, trace).call(() -> accepted(route,
                    subprotocol == null ? route.subprotocols().getFirst() : subprotocol, request));
            if (subprotocol != null) {
                response.setAcceptedSubProtocol(subprotocol);
            }
            return new JettySocket(listener, route.maxFrameBytes());
        } catch (RuntimeException e) {
            RequestFailure failure = problems.failure(e);
            response.setStatus(failure.code().status());
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, Problem.MEDIA_TYPE);
            response.getHeaders().put("X-Trace-ID", trace.traceId());
            response.getHeaders().put("X-Content-Type-Options", "nosniff");
            Duration retryAfter = failure.hints().retryAfter();
            if (retryAfter != null) {
                response.getHeaders().put(HttpHeader.RETRY_AFTER, Problems.seconds(retryAfter));
            }
            response.write(true, ByteBuffer.wrap(Answers.bytes(Problems.problem(failure, trace.traceId()))), callback);
            return null;
        }
    }

    private SocketRoute.Listener accepted(SocketRoute route, String subprotocol, ServerUpgradeRequest request) {
        origins.require(request.getHeaders().get(HttpHeader.ORIGIN));
        String token = token(request);
        if (token == null) {
            throw new RequestFailure(ErrorCode.NOT_AUTHENTICATED,
                    "Send the access token as the subprotocol bearer.<token> or as Authorization: Bearer.");
        }
        Principal principal = authenticator.authenticate(token, route.access(), false);
        route.access().require(principal);
        return route.acceptor().accept(new SocketRoute.Upgrade(principal, subprotocol, Request.getRemoteAddr(request),
                ServerCall.shortened(request.getHeaders().get(HttpHeader.USER_AGENT))));
    }

    private static @Nullable String token(ServerUpgradeRequest request) {
        for (String protocol : request.getSubProtocols()) {
            if (protocol.startsWith(BEARER_PREFIX)) {
                return protocol.substring(BEARER_PREFIX.length());
            }
        }
        String authorization = request.getHeaders().get(HttpHeader.AUTHORIZATION);
        if (authorization != null && authorization.regionMatches(true, 0, "Bearer ", 0, 7)) {
            return authorization.substring(7).strip();
        }
        return null;
    }
}
