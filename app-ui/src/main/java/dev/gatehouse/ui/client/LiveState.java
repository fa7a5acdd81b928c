package dev.gatehouse.ui.client;

import java.time.Instant;

/**
 * How the live feed does.
 *
 * @param since when it came into this state
 */
public record LiveState(Status status, Instant since) {

    /** Whether the feed flows. */
    public enum Status {
        /** Not asked for yet, or signed out. */
        OFF,
        /** A connection is being made. */
        CONNECTING,
        /** Updates flow. */
        LIVE,
        /** The server is away; another try follows by itself. */
        AWAY
    }
}
