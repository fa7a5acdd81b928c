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
 * @param limits      what one socket may cost
 * @param acceptor    takes a verified client in
 */
public record SocketRoute(String path, List<String> subprotocols, Access access, SocketLimits limits,
        Acceptor acceptor) {

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

        /** A frame without a message came in: a ping, which was answered, a pong, or an empty fragment. */
        default void control() {}

        /** Messages were handed to the network. */
        default void written(int messages) {}

        /** Messages were dropped because the reader is slow. */
        default void dropped(long messages) {}

        /**
         * The last message before the node gives the socket up by itself; absent where nothing is said. Must not call
         * back.
         */
        default @Nullable Encoded farewell(int code, String reason) {
            return null;
        }

        /** The node gave the socket up by itself; called instead of {@link #closed}. */
        default void givenUp(int code, String reason) {
            closed(code, reason);
        }

        /** The socket is closed; this or {@link #givenUp} is called exactly once after {@link #opened}. */
        void closed(int code, String reason);
    }
}
