package dev.gatehouse.server.http;

import dev.gatehouse.model.auth.Role;
import org.jspecify.annotations.Nullable;

/** Who may call an endpoint. */
public enum Access {
    /** Everybody, without a token. */
    PUBLIC(null),
    /** Whoever holds a valid token; sees own data only. */
    USER(null),
    VIEWER(Role.VIEWER),
    OPERATOR(Role.OPERATOR),
    ADMIN(Role.ADMIN);

    private final @Nullable Role role;

    Access(@Nullable Role role) {
        this.role = role;
    }

    /** The least role that is needed, where one is. */
    public @Nullable Role role() {
        return role;
    }
}
