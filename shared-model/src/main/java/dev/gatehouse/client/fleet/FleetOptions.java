package dev.gatehouse.client.fleet;

import dev.gatehouse.model.wire.BinaryFrame;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a connection carries itself.
 *
 * @param nodes     scheme, host and port of each node, such as {@code https://gatehouse.example:7070}; they are tried in turn
 * @param format    how frames are written
 * @param agent     sent as {@code User-Agent}; absent for the JDK's
 * @param reconnect how patient it is
 * @param bounds    what it may cost
 */
public record FleetOptions(List<URI> nodes, Format format, @Nullable String agent, ReconnectPolicy.Limits reconnect,
        Bounds bounds) {

    public FleetOptions {
        nodes = List.copyOf(nodes);
        if (nodes.isEmpty()) {
            throw new IllegalArgumentException("There is no node to connect to.");
        }
    }

    /** How frames are written. */
    public enum Format {
        /** One JSON object per text message. */
        JSON("gatehouse.v1"),
        /** {@link BinaryFrame}s. */
        BINARY(BinaryFrame.SUBPROTOCOL);

        private final String subprotocol;

        Format(String subprotocol) {
            this.subprotocol = subprotocol;
        }

        /** The WebSocket subprotocol. */
        public String subprotocol() {
            return subprotocol;
        }
    }

    /**
     * What a connection may cost.
     *
     * @param unconfirmed    messages sent and not confirmed yet; what goes beyond is refused
     * @param remembered     ids of handled messages, by which one that comes again is known
     * @param messagesPer10s frames sent within any ten seconds, below the node's {@code ws.messages-per-10s}; the rest waits
     */
    public record Bounds(int unconfirmed, int remembered, int messagesPer10s) {

        public static final Bounds USUAL = new Bounds(1000, 4096, 90);

        public Bounds {
            if (unconfirmed < 1 || remembered < 1 || messagesPer10s < 1) {
                throw new IllegalArgumentException("A bound is one at least.");
            }
        }
    }

    /** JSON, and the usual of everything. */
    public static FleetOptions of(List<URI> nodes) {
        return new FleetOptions(nodes, Format.JSON, null, ReconnectPolicy.Limits.USUAL, Bounds.USUAL);
    }

    /** The same with another format. */
    public FleetOptions in(Format other) {
        return new FleetOptions(nodes, other, agent, reconnect, bounds);
    }

    /** The same with another {@code User-Agent}. */
    public FleetOptions as(String other) {
        return new FleetOptions(nodes, format, other, reconnect, bounds);
    }

    /** The same with another patience. */
    public FleetOptions with(ReconnectPolicy.Limits other) {
        return new FleetOptions(nodes, format, agent, other, bounds);
    }

    /** The same with other bounds. */
    public FleetOptions with(Bounds other) {
        return new FleetOptions(nodes, format, agent, reconnect, other);
    }
}
