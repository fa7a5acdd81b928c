/**
 * Routes: checking them, changing them, and telling which one takes a request.
 * Enforcing them on traffic belongs to the gateway room.
 */
@NullMarked
package dev.gatehouse.server.route;

import org.jspecify.annotations.NullMarked;
