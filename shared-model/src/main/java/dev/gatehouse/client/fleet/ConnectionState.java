package dev.gatehouse.client.fleet;

/** What a connection is doing. */
public enum ConnectionState {
    /** It asks a node to take it in. */
    CONNECTING,
    /** It was welcomed. */
    ONLINE,
    /** It waits before the next try. */
    WAITING,
    /** It does nothing until it is told to. */
    STOPPED
}
