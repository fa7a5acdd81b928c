package dev.gatehouse.model.outage;

/** What becomes of an action that is asked for now. */
public enum Fate {
    /** It is done. */
    ALLOWED,
    /** It is kept, and done later. */
    QUEUED,
    /** It is refused. */
    BLOCKED
}
