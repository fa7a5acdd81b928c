/**
 * What a node does while something it depends on is away, or is treated as if it were: the doors before the
 * dependencies, the breaker before the log, and rehearsals.
 */
@NullMarked
package dev.gatehouse.server.outage;

import org.jspecify.annotations.NullMarked;
