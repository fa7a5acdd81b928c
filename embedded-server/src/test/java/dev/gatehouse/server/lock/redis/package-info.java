/** Tests of locks in Redis. */
@NullMarked
package dev.gatehouse.server.lock.redis;

import org.jspecify.annotations.NullMarked;
