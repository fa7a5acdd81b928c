package dev.gatehouse.server.session;

/** What becomes of a user's other sockets when one more connects, on whichever nodes they are. */
public enum Elsewhere {
    /** The others are closed with {@link dev.gatehouse.model.message.CloseCode#REPLACED}. */
    REPLACE,
    /** They stay, as far as a user may have several. */
    ALLOW,
    /** They stay, and the new one is refused. */
    REFUSE
}
