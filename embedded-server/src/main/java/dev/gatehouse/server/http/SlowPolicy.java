package dev.gatehouse.server.http;

/** What happens to a reader who is so slow that its queue is full. */
public enum SlowPolicy {
    /** Its socket is closed with 4009; it can come back and resume. */
    CLOSE,
    /** What need not arrive is dropped and counted; where that does not help, the socket is closed. */
    DROP
}
