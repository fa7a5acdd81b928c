/**
 * The state of a node, of what it depends on, and of its load over time.
 * Records only; the figures are measured by the server.
 */
@NullMarked
package dev.gatehouse.model.health;

import org.jspecify.annotations.NullMarked;
