package dev.gatehouse.server.http;

import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.Behavior;
import org.eclipse.jetty.websocket.core.FrameHandler;
import org.eclipse.jetty.websocket.core.Negotiated;
import org.eclipse.jetty.websocket.core.WebSocketComponents;
import org.eclipse.jetty.websocket.core.WebSocketConnection;
import org.eclipse.jetty.websocket.core.WebSocketCoreSession;
import org.eclipse.jetty.websocket.core.server.internal.AbstractHandshaker;
import org.eclipse.jetty.websocket.core.server.internal.RFC6455Negotiation;
import org.eclipse.jetty.websocket.core.server.internal.WebSocketNegotiation;
import org.eclipse.jetty.websocket.core.util.WebSocketUtils;

/**
 * The handshake of RFC 6455 section 4.2. It differs from Jetty's own in the session that comes of it: where a message
 * cannot be read, a {@link JettySocket} is asked first, so that the client is told in the fleet's words.
 */
final class SocketHandshake extends AbstractHandshaker {

    private static final class Session extends WebSocketCoreSession {

        private final FrameHandler handler;

        private Session(FrameHandler handler, Negotiated negotiated, WebSocketComponents components) {
            super(handler, Behavior.SERVER, negotiated, components);
            this.handler = handler;
        }

        @Override
        protected void handle(Runnable runnable) {
            runnable.run();
        }

        @Override
        public void processConnectionError(Throwable cause, Callback callback) {
            if (handler instanceof JettySocket socket && socket.unreadable(cause)) {
                callback.succeeded();
            } else {
                super.processConnectionError(cause, callback);
            }
        }

        @Override
        public void processHandlerError(Throwable cause, Callback callback) {
            if (handler instanceof JettySocket socket && socket.unreadable(cause)) {
                callback.succeeded();
            } else {
                super.processHandlerError(cause, callback);
            }
        }
    }

    @Override
    public boolean isWebSocketUpgradeRequest(Request request) {
        return HttpMethod.GET.is(request.getMethod())
                && HttpVersion.HTTP_1_1.is(request.getConnectionMetaData().getProtocol())
                && super.isWebSocketUpgradeRequest(request);
    }

    @Override
    protected WebSocketNegotiation newNegotiation(Request request, Response response, Callback callback,
            WebSocketComponents components) {
        return new RFC6455Negotiation(request, response, callback, components);
    }

    @Override
    protected boolean validateNegotiation(WebSocketNegotiation negotiation) {
        if (!super.validateNegotiation(negotiation)) {
            return false;
        }
        if (key(negotiation) == null) {
            throw new HttpException.RuntimeException(HttpStatus.BAD_REQUEST_400, "Sec-WebSocket-Key is missing");
        }
        return true;
    }

    @Override
    protected WebSocketCoreSession newWebSocketCoreSession(Request request, FrameHandler handler,
            Negotiated negotiated, WebSocketComponents components) {
        return new Session(handler, negotiated, components);
    }

    @Override
    protected WebSocketConnection createWebSocketConnection(Request request, WebSocketCoreSession session) {
        ConnectionMetaData connection = request.getConnectionMetaData();
        return newWebSocketConnection(connection.getConnection().getEndPoint(),
                connection.getConnector().getExecutor(), connection.getConnector().getScheduler(),
                connection.getConnector().getByteBufferPool(), session);
    }

    @Override
    protected void prepareResponse(Response response, WebSocketNegotiation negotiation) {
        response.setStatus(HttpStatus.SWITCHING_PROTOCOLS_101);
        response.getHeaders().put(HttpHeader.UPGRADE, "websocket");
        response.getHeaders().put(HttpHeader.CONNECTION, HttpHeader.UPGRADE.asString());
        response.getHeaders().put(HttpHeader.SEC_WEBSOCKET_ACCEPT, WebSocketUtils.hashKey(key(negotiation)));
    }

    private static String key(WebSocketNegotiation negotiation) {
        return ((RFC6455Negotiation) negotiation).getKey();
    }
}
