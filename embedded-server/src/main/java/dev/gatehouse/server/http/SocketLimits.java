package dev.gatehouse.server.http;

/**
 * What one WebSocket may cost.
 *
 * @param maxMessageBytes the largest message that is understood, after decompression
 * @param maxQueuedBytes  what may wait for a slow reader; a message for whom nothing waits is always taken
 * @param slow            what happens to a reader for whom more would have to wait
 * @param compression     whether permessage-deflate (RFC 7692) is agreed to
 */
public record SocketLimits(int maxMessageBytes, int maxQueuedBytes, SlowPolicy slow, boolean compression) {

    /** Messages of 16 KiB, a queue of 1 MiB; the slow are closed. */
    public static final SocketLimits DEFAULTS = new SocketLimits(16 * 1024, 1 << 20, SlowPolicy.CLOSE, true);
}
