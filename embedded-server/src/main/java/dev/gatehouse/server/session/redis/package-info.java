/**
 * Presence in Redis 6.2 or later: layout of the keys and their lifetimes.
 * Only commands on one key each, so that a cluster serves as well as one server.
 */
@NullMarked
package dev.gatehouse.server.session.redis;

import org.jspecify.annotations.NullMarked;
