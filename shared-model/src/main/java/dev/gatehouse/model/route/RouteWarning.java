package dev.gatehouse.model.route;

/**
 * Something that works but may not be meant.
 *
 * @param code    {@code overlap} where both routes can take the same request, {@code shadowed} where one never gets any
 * @param message one sentence for the operator
 * @param routeId the other route
 */
public record RouteWarning(String code, String message, String routeId) {}
