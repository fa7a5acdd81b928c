package dev.gatehouse.server.gateway;

import dev.gatehouse.server.http.Principal;
import org.jspecify.annotations.Nullable;

/** Knows what becomes of callers after they were let in. */
@FunctionalInterface
public interface Guests {

    /** Begins to follow a caller. */
    Guest of(Principal caller);

    /** One caller whose tunnel is open. */
    interface Guest {

        /**
         * The caller as it is now, which does not wait for another machine; absent where its session is over, was
         * revoked, or its user is banned or gone. That its access token has expired does not end a session.
         */
        @Nullable
        Principal now();

        /** The caller has sent something. */
        void active();
    }
}
