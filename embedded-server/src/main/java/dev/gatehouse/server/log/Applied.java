package dev.gatehouse.server.log;

import dev.gatehouse.model.audit.Receipt;

/**
 * A command that came round through the log, and what became of it.
 *
 * @param position where it stands in the log
 * @param repeat   true where the same command was applied before; then the decision is the earlier one's
 */
public record Applied(Receipt position, Command command, Decision decision, boolean repeat) {}
