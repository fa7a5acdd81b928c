package dev.gatehouse.model.route;

/**
 * Something that works but may not be meant.
 *
 * @param code    {@code overlap} where both routes can take the same request, {@code shadowed} where one never gets any;
 *                of a route's own policies {@code retry-unused}, {@code retry-slow}, {@code breaker-touchy},
 *                {@code cache-unused}, {@code cache-shared}, {@code limit-unused}
 * @param message one sentence for the operator
 * @param routeId the other route; of a route's own policies the route itself, empty for a draft
 */
public record RouteWarning(String code, String message, String routeId) {}
