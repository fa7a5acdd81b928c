package dev.gatehouse.server.http;

import org.jspecify.annotations.Nullable;

/**
 * One WebSocket address, as data. The token is read and verified before the upgrade.
 *
 * @param path        such as {@code /ws}
 * @param subprotocol the one spoken here
 * @param access      who may open it
 * @param maxFrameBytes the largest text message understood
 * @param acceptor    takes a verified client in
 */
public record SocketRoute(String path, String subprotocol, Access access, int maxFrameBytes, Acceptor acceptor) {

    /**
     * A client that wants in, verified.
     *
     * @param agent the header {@code User-Agent}, cut to 200 characters
     */
    public record Upgrade(Principal principal, String ip, @Nullable String agent) {}

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

        /** A binary message came in, which no address understands so far. */
        void binary();

        /** The socket is closed, by whomever; called exactly once after {@link #opened}. */
        void closed(int code, String reason);
    }
}
