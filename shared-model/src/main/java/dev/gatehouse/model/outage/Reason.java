package dev.gatehouse.model.outage;

/** Why an action is not simply done. */
public enum Reason {
    /** Nothing stands in its way. */
    NONE,
    /** The operator's role does not allow it. */
    ROLE,
    /** What is shown is a copy that cannot be changed. */
    READ_ONLY,
    /** The server is away; what is read comes from the console's own copy. */
    CACHED,
    /** The server is away; it is kept in the console. */
    SERVER_AWAY,
    /** The log is away; it is kept at the node. */
    LOG_AWAY,
    /** It destroys something; it is kept, and waits for a click. */
    CLICK,
    /** A secret is never kept. */
    SECRET,
    /** It cannot be done without the server. */
    NEEDS_SERVER,
    /** It cannot be done without the log. */
    NEEDS_LOG,
    /** It cannot be done without Redis. */
    NEEDS_LIVE_STATE,
    /** Redis is away; it reaches this node only. */
    THIS_NODE,
    /** Redis is away, and without it this level may not. */
    POLICY
}
