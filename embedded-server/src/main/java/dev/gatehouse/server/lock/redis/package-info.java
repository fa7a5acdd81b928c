/**
 * Locks in Redis.
 * Only what the port {@code FencedLocks} asks for.
 */
@NullMarked
package dev.gatehouse.server.lock.redis;

import org.jspecify.annotations.NullMarked;
