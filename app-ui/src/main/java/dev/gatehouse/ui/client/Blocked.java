package dev.gatehouse.ui.client;

import dev.gatehouse.model.outage.Reason;

/** An action that was not even asked for, as it could not have been done. */
public final class Blocked extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Reason reason;

    public Blocked(Reason reason) {
        super("Blocked: " + reason);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
