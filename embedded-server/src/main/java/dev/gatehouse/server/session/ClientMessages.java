package dev.gatehouse.server.session;

import dev.gatehouse.model.message.ClientFrame;

/**
 * What clients say to each other, and what is kept for them. Calls for one client come one after the other, on the
 * thread that reads its socket; none may wait for long.
 */
public interface ClientMessages {

    /** A client was welcomed. */
    void opened(Client client);

    /** A client is gone; its session still names the rooms that it was in. */
    void closed(Client client);

    /** A client is in a room from here on. */
    void joined(Client client, String room);

    /** A client is not in a room, wherever it was before. */
    void left(Client client, String room);

    /** A client says something to a room. */
    void publish(Client client, ClientFrame.Publish frame);

    /** A client says something to somebody. */
    void send(Client client, ClientFrame.Send frame);

    /** A client acknowledges a message. */
    void acknowledged(Client client, ClientFrame.Ack frame);

    /** A client goes on where another socket of its user ended. */
    void resume(Client client, ClientFrame.Resume frame);
}
