/**
 * Locks in Memory.
 * Only what the port {@code FencedLocks} asks for.
 */
@NullMarked
package dev.gatehouse.server.lock.memory;

import org.jspecify.annotations.NullMarked;
