package dev.gatehouse.model.auth;

/** What a brute-force lock shuts out. */
public enum LockKind {
    /** Logins of one account, from wherever. */
    ACCOUNT,
    /** Logins from one address, of whichever account. */
    IP,
    /** Handshakes of services from one address. */
    MACHINE
}
