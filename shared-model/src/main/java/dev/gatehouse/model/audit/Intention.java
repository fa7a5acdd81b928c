package dev.gatehouse.model.audit;

import java.time.Instant;

/**
 * Where a command comes from that was not submitted when it was asked for.
 *
 * @param id     of the intent
 * @param madeAt when its author asked for it
 */
public record Intention(String id, Instant madeAt) {}
