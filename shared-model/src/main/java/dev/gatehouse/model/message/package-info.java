/**
 * The frames that a client of the fleet and a node exchange over {@code /ws}.
 * Records only; delivery is the server's business.
 */
@NullMarked
package dev.gatehouse.model.message;

import org.jspecify.annotations.NullMarked;
