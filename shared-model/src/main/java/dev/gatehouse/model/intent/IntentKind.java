package dev.gatehouse.model.intent;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** What can be kept as an intent. One that destroys waits for a click and is never submitted by itself. */
public enum IntentKind {
    USER_CREATE("user.create", false, false),
    USER_UPDATE("user.update", true, false),
    USER_UNBAN("user.unban", false, false),
    USER_BAN("user.ban", false, true),
    USER_LOGOUT("user.logout", false, true),
    USER_DELETE("user.delete", true, true),
    ROUTE_CREATE("route.create", false, false),
    ROUTE_REPLACE("route.replace", true, false),
    ROUTE_DELETE("route.delete", true, true);

    private final String code;
    private final boolean versioned;
    private final boolean destructive;

    IntentKind(String code, boolean versioned, boolean destructive) {
        this.code = code;
        this.versioned = versioned;
        this.destructive = destructive;
    }

    /** Noun and verb, as the audit names the action. */
    @JsonValue
    public String code() {
        return code;
    }

    /** Whether it is made upon a version of its resource. */
    public boolean versioned() {
        return versioned;
    }

    /** Whether it takes something from somebody. */
    public boolean destructive() {
        return destructive;
    }

    /** Whether it makes something that is not there yet. */
    public boolean creates() {
        return this == USER_CREATE || this == ROUTE_CREATE;
    }

    /** Whether a later one of the same kind takes the place of one that still waits. */
    public boolean edits() {
        return this == USER_UPDATE || this == ROUTE_REPLACE;
    }

    /**
     * Reads a code.
     *
     * @throws IllegalArgumentException where there is none such
     */
    @JsonCreator
    public static IntentKind of(String code) {
        for (IntentKind kind : values()) {
            if (kind.code.equals(code)) {
                return kind;
            }
        }
        throw new IllegalArgumentException("There is no intent " + code + ".");
    }
}
