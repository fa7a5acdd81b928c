/**
 * Counts the requests of routes that have limits, over all nodes.
 * What is done with a request that is over its limit belongs to the gateway room.
 */
@NullMarked
package dev.gatehouse.server.limit;

import org.jspecify.annotations.NullMarked;
