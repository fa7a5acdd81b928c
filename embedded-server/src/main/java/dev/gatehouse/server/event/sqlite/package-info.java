/**
 * Dead letters in the replica.
 * Only what the port {@code DeadLetterStore} asks for.
 */
@NullMarked
package dev.gatehouse.server.event.sqlite;

import org.jspecify.annotations.NullMarked;
