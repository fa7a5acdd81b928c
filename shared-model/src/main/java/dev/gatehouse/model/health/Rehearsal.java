package dev.gatehouse.model.health;

import java.time.Instant;

/**
 * A dependency that a node treats as away although it may be there.
 *
 * @param dependency {@code redis} or {@code kafka}
 * @param by         the name of who began it
 * @param until      when it ends by itself
 */
public record Rehearsal(String dependency, String by, Instant since, Instant until) {}
