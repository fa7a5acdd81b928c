/** Counters of limits in Redis. */
@NullMarked
package dev.gatehouse.server.limit.redis;

import org.jspecify.annotations.NullMarked;
