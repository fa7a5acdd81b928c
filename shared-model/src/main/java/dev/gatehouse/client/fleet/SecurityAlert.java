package dev.gatehouse.client.fleet;

/**
 * A node does not want this client, and trying again would not help.
 *
 * @param code the close code, or the HTTP status where there was no upgrade; 0 where there was no token to try with
 */
public record SecurityAlert(Kind kind, int code, String detail) {

    /** Why. */
    public enum Kind {
        /** The token is not good, or there is none. */
        NOT_AUTHENTICATED,
        /** The user may not. */
        FORBIDDEN,
        /** An operator ended this connection. */
        KICKED,
        /** The user is banned. */
        BANNED,
        /** The same user came in elsewhere, and there may be one only. */
        REPLACED
    }
}
