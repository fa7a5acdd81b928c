/**
 * Logins and denials in Redis, seen by every node.
 */
@NullMarked
package dev.gatehouse.server.auth.redis;

import org.jspecify.annotations.NullMarked;
