package dev.gatehouse.server.http;

import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One WebSocket address, as data. The token is read and verified before the upgrade.
 *
 * @param path        such as {@code /ws}
 * @param subprotocols those spoken here; a client that offers none of them is answered in the first
 * @param access      who may open it
 * @param maxFrameBytes the largest text message understood
 * @param acceptor    takes a verified client in
 */
public record SocketRoute(String path, List<String> subprotocols, Access access, int maxFrameBytes, Acceptor acceptor) {

    public SocketRoute {
        subprotocols = List.copyOf(subprotocols);
    }

    /**
     * A client that wants in, verified.
     *
     * @param subprotocol the one of {@link #subprotocols} that is spoken
     * @param agent the header {@code User-Agent}, cut to 200 characters
     */
    public record Upgrade(Principal principal, String subprotocol, String ip, @Nullable String agent) {}

    /** Decides about a client before the upgrade. */
    @FunctionalInterface
    public interface Acceptor {

        /**
         * Takes a client in.
         *
         * @throws dev.gatehouse.server.call.RequestFailure to refuse it with an HTTP answer instead of an upgrade
         */
        Listener accept(Upgrade upgrade);
    }

    /** What happens on one socket; calls come one after the other. */
    public interface Listener {

        /** The upgrade is done; {@code socket} can be written to. */
        void opened(Socket socket);

        /** A text message came in. */
        void text(String message);

        /** A binary message came in; the buffer is only good until this returns. */
        void binary(ByteBuffer message);

        /** The socket is closed, by whomever; called exactly once after {@link #opened}. */
        void closed(int code, String reason);
    }
}
