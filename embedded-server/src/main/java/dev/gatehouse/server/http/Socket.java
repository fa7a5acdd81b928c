package dev.gatehouse.server.http;

/** The node's end of one WebSocket. Safe for use by several threads. */
public interface Socket {

    /**
     * What went through a socket so far.
     *
     * @param queuedBytes bytes queued and not yet handed to the network
     * @param dropped     messages dropped because the reader was slow
     */
    record Figures(long queuedBytes, long messagesIn, long messagesOut, long bytesIn, long bytesOut, long dropped) {}

    /** Queues a message; never waits. Messages leave in the order of the calls. A closed socket takes none. */
    void send(Encoded message);

    /** Queues a text message, see {@link #send(Encoded)}. */
    default void send(String text) {
        send(Encoded.text(text));
    }

    /** Sends what is queued, then closes with {@code code}. Further calls do nothing. */
    void close(int code, String reason);

    /** Bytes queued and not yet handed to the network. */
    long queuedBytes();

    /** What went through it so far. */
    default Figures figures() {
        return new Figures(queuedBytes(), 0, 0, 0, 0, 0);
    }
}
