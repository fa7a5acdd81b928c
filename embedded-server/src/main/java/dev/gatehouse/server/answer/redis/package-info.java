/** Kept answers in Redis. */
@NullMarked
package dev.gatehouse.server.answer.redis;

import org.jspecify.annotations.NullMarked;
