package dev.gatehouse.model.api;

/** {@code POST /api/v1/auth/logout}: ends the session of the access token; 204 without a body. */
public final class LogoutExchange {

    public static final String PATH = "/api/v1/auth/logout";

    private LogoutExchange() {}
}
