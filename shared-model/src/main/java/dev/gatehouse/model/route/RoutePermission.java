package dev.gatehouse.model.route;

/** Who may take a route. */
public enum RoutePermission {
    /** Everybody, without a token. */
    PUBLIC,
    /** Whoever holds a valid access token. */
    USER,
    /** Whoever holds one of the route's roles; any operator role where the route names none. */
    ADMIN
}
