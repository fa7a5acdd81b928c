package dev.gatehouse.model.route;

/**
 * An answer given without asking anybody.
 *
 * @param status      200 to 599
 * @param contentType the answer's media type
 * @param body        text, at most 64 KiB
 */
public record StaticAnswer(int status, String contentType, String body) {}
