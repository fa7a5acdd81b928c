/**
 * Machines' challenges, sessions, nonces and locks in Redis, the same for every node.
 * What they mean is decided above.
 */
@NullMarked
package dev.gatehouse.server.machine.redis;

import org.jspecify.annotations.NullMarked;
