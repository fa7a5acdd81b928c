/**
 * Short messages between nodes that need not survive: kicks, presence deltas, denials.
 * Adapters live below; what must not be lost goes through the log instead.
 */
@NullMarked
package dev.gatehouse.server.bus;

import org.jspecify.annotations.NullMarked;
