package dev.gatehouse.model.auth;

/** What an operator may do. A user without a role is a client of the fleet: own data only. */
public enum Role {
    /** Reads everything. */
    VIEWER,
    /** Also changes users, sessions, messages and routes. */
    OPERATOR,
    /** Also changes roles, keys, settings and nodes. */
    ADMIN;

    /** Whether this role includes all that {@code other} may do. */
    public boolean includes(Role other) {
        return compareTo(other) >= 0;
    }
}
