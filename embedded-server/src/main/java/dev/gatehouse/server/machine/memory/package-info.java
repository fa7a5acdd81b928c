/**
 * Machines' challenges, sessions, nonces and locks of a node without Redis.
 * What they mean is decided above.
 */
@NullMarked
package dev.gatehouse.server.machine.memory;

import org.jspecify.annotations.NullMarked;
