package dev.gatehouse.server.auth;

/**
 * What a level of permission may do while the shared denylist cannot be asked, so that a token that was revoked on
 * another node may still look good here. What this node itself knows to be revoked is refused in any case.
 */
public enum WithoutRedis {
    /** Everything: going on counts for more. */
    OPEN,
    /** Reading only. */
    READS,
    /** Nothing: certainty counts for more. */
    CLOSED;

    /** @param changes whether the caller wants to change anything */
    boolean admits(boolean changes) {
        return switch (this) {
            case OPEN -> true;
            case READS -> !changes;
            case CLOSED -> false;
        };
    }
}
