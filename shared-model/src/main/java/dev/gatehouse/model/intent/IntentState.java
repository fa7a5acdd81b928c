package dev.gatehouse.model.intent;

/** How far an intent has come. */
public enum IntentState {
    /** It is submitted by itself, in its turn, when the log is back. */
    WAITING,
    /** It waits for somebody's click. */
    HELD,
    /** It is on its way through the log. */
    SENDING,
    /** Somebody else changed the resource meanwhile. */
    CONFLICT,
    /** The log's order refused it. */
    REFUSED,
    /** Its time was over before it could be submitted. */
    EXPIRED,
    /** It took effect. */
    DONE,
    /** Somebody took it back. */
    DROPPED;

    /** Whether nothing more will become of it. */
    public boolean isOver() {
        return this == DONE || this == DROPPED;
    }
}
