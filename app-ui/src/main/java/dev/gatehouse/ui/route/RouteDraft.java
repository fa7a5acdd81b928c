package dev.gatehouse.ui.route;

import dev.gatehouse.model.api.RoutesExchange;
import dev.gatehouse.model.route.Route;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A route that is not published yet, as this console keeps it.
 *
 * @param id     26 characters, sorted by creation (ULID)
 * @param edited the route that it changes, as it was when the typing began; absent for a new one
 * @param draft  what is typed
 * @param at     when it was kept
 */
public record RouteDraft(String id, @Nullable Route edited, RoutesExchange.Draft draft, Instant at) {

    /** Method and path, to call it by. */
    String name() {
        return draft.method() + " " + draft.path();
    }
}
