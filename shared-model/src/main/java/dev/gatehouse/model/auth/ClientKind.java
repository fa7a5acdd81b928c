package dev.gatehouse.model.auth;

/** The kind of program somebody signs in with; it decides how long a session lives. */
public enum ClientKind {
    WEB,
    APP,
    ADMIN
}
