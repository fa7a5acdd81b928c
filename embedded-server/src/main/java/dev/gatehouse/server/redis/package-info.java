/**
 * The connection to Redis: address forms, timeouts, breaker, health.
 * Keys and their meaning belong to the features' own adapters.
 */
@NullMarked
package dev.gatehouse.server.redis;

import org.jspecify.annotations.NullMarked;
