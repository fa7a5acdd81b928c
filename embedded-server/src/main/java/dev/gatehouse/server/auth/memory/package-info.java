/**
 * Logins and denials of a node without Redis.
 */
@NullMarked
package dev.gatehouse.server.auth.memory;

import org.jspecify.annotations.NullMarked;
