package dev.gatehouse.model.route;

import dev.gatehouse.model.audit.Receipt;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One step in a route's history, as the log tells it.
 *
 * @param route  the route as it stood from then on; absent where the step deleted it
 * @param change what the operator did: {@code created}, {@code replaced}, {@code rolled-back}, {@code deleted}
 * @param by     the operator's name
 */
public record RouteVersion(
        long version,
        String change,
        @Nullable Route route,
        String by,
        Instant at,
        Receipt receipt) {}
