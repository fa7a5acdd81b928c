package dev.gatehouse.model.audit;

import org.jspecify.annotations.Nullable;

/**
 * Who did it.
 *
 * @param id      the user's id; {@code anonymous} before sign-in, {@code system} for the node itself
 * @param name    the name at that time
 * @param ip      where the request came from; absent for the node itself
 * @param session the session of tokens that the request belongs to; absent where there is none
 */
public record Actor(String id, String name, @Nullable String ip, @Nullable String session) {

    /** The node itself. */
    public static final Actor SYSTEM = new Actor("system", "system", null);

    /** Somebody without a session of tokens. */
    public Actor(String id, String name, @Nullable String ip) {
        this(id, name, ip, null);
    }
}
