/**
 * The bus over the publish and subscribe of Redis.
 * The meaning of messages belongs to the features.
 */
@NullMarked
package dev.gatehouse.server.bus.redis;

import org.jspecify.annotations.NullMarked;
