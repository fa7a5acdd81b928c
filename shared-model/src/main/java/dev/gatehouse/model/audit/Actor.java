package dev.gatehouse.model.audit;

import org.jspecify.annotations.Nullable;

/**
 * Who did it.
 *
 * @param id   the user's id; {@code anonymous} before sign-in, {@code system} for the node itself
 * @param name the name at that time
 * @param ip   where the request came from; absent for the node itself
 */
public record Actor(String id, String name, @Nullable String ip) {

    /** The node itself. */
    public static final Actor SYSTEM = new Actor("system", "system", null);
}
