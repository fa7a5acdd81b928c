package dev.gatehouse.server.http;

import dev.gatehouse.model.auth.Role;
import dev.gatehouse.model.error.ErrorCode;
import dev.gatehouse.server.call.RequestFailure;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Who may call an endpoint. */
public enum Access {
    /** Everybody, without a token. */
    PUBLIC(null),
    /** Everybody; who sends a token or a signature is known by it, and must send a good one. */
    OPEN(null),
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

    /**
     * Lets a caller through who holds the role.
     *
     * @throws RequestFailure {@link ErrorCode#FORBIDDEN} where the caller does not
     */
    void require(Principal principal) {
        if (role != null && !principal.may(role)) {
            throw new RequestFailure(ErrorCode.FORBIDDEN,
                    "This needs the role " + role.name().toLowerCase(Locale.ROOT) + ".");
        }
    }
}
