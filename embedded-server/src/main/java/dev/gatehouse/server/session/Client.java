package dev.gatehouse.server.session;

import dev.gatehouse.model.message.ServerFrame;
import dev.gatehouse.model.session.Session;

/** A client of the fleet whose socket this node holds, as other rooms see it. Safe for use by several threads. */
public interface Client {

    /** Its session as it is now. */
    Session session();

    /** Queues a frame; never waits. A client that is gone takes none. */
    void send(SharedFrame frame);

    /** Bytes queued for it and not yet handed to the network. */
    default long queuedBytes() {
        return 0;
    }

    /** Queues a frame for this client alone. */
    default void send(ServerFrame frame) {
        send(new SharedFrame(frame));
    }
}
