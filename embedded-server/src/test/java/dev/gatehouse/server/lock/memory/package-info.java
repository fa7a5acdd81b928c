/** Tests of locks in Memory. */
@NullMarked
package dev.gatehouse.server.lock.memory;

import org.jspecify.annotations.NullMarked;
