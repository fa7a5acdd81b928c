package dev.gatehouse.model.outage;

import dev.gatehouse.model.auth.Role;

/** What an operator can do, and what it takes. */
public enum Deed {
    READ(Role.VIEWER, false, LiveState.NOT_NEEDED, Keeping.NONE),
    SIGN_IN(Role.VIEWER, false, LiveState.NEEDED, Keeping.NONE),
    CREATE_USER(Role.OPERATOR, true, LiveState.NOT_NEEDED, Keeping.AT_NODE),
    EDIT_USER(Role.OPERATOR, true, LiveState.NOT_NEEDED, Keeping.ANYWHERE),
    UNBAN_USER(Role.OPERATOR, true, LiveState.NOT_NEEDED, Keeping.ANYWHERE),
    BAN_USER(Role.OPERATOR, true, LiveState.NOT_NEEDED, Keeping.CONFIRMED),
    LOG_OUT_USER(Role.OPERATOR, true, LiveState.NOT_NEEDED, Keeping.CONFIRMED),
    SET_PASSWORD(Role.OPERATOR, true, LiveState.NOT_NEEDED, Keeping.NONE),
    DELETE_USER(Role.OPERATOR, true, LiveState.NOT_NEEDED, Keeping.CONFIRMED),
    CHANGE_MANY_USERS(Role.OPERATOR, true, LiveState.NOT_NEEDED, Keeping.NONE),
    CREATE_ROUTE(Role.OPERATOR, true, LiveState.NOT_NEEDED, Keeping.ANYWHERE),
    EDIT_ROUTE(Role.OPERATOR, true, LiveState.NOT_NEEDED, Keeping.ANYWHERE),
    ROLL_BACK_ROUTE(Role.OPERATOR, true, LiveState.NOT_NEEDED, Keeping.NONE),
    DELETE_ROUTE(Role.OPERATOR, true, LiveState.NOT_NEEDED, Keeping.CONFIRMED),
    KICK_SESSION(Role.OPERATOR, false, LiveState.REACHES_OTHERS, Keeping.NONE),
    SEND_MESSAGE(Role.OPERATOR, false, LiveState.NEEDED, Keeping.NONE),
    DRAIN_NODE(Role.ADMIN, false, LiveState.REACHES_OTHERS, Keeping.NONE),
    ROTATE_KEY(Role.ADMIN, true, LiveState.NOT_NEEDED, Keeping.NONE),
    OPEN_LOCK(Role.OPERATOR, false, LiveState.NEEDED, Keeping.NONE),
    RESET_LIMITS(Role.OPERATOR, false, LiveState.NEEDED, Keeping.NONE),
    REHEARSE(Role.ADMIN, false, LiveState.NOT_NEEDED, Keeping.NONE),
    EXPORT_CAPSULE(Role.ADMIN, false, LiveState.NOT_NEEDED, Keeping.NONE);

    private final Role role;
    private final boolean needsLog;
    private final LiveState liveState;
    private final Keeping keeping;

    /** What an action wants of Redis. */
    public enum LiveState {
        NOT_NEEDED,
        /** Without it the action reaches the node that is asked, and no other. */
        REACHES_OTHERS,
        NEEDED
    }

    /** Whether an action can wait. */
    public enum Keeping {
        /** It is done now or not at all. */
        NONE,
        /** At a node, where a password is kept as a hash; never in a console. */
        AT_NODE,
        /** Anywhere, and somebody has to say once more that it is meant. */
        CONFIRMED,
        /** Anywhere, and it is submitted by itself. */
        ANYWHERE
    }

    Deed(Role role, boolean needsLog, LiveState liveState, Keeping keeping) {
        this.role = role;
        this.needsLog = needsLog;
        this.liveState = liveState;
        this.keeping = keeping;
    }

    /** The least role that may. */
    public Role role() {
        return role;
    }

    /** Whether it is a command of the log. */
    public boolean needsLog() {
        return needsLog;
    }

    public LiveState liveState() {
        return liveState;
    }

    public Keeping keeping() {
        return keeping;
    }

    /** Whether it changes anything that outlives an outage. */
    public boolean changes() {
        return this != READ && this != SIGN_IN && this != EXPORT_CAPSULE && this != REHEARSE;
    }
}
