/** Intents in the replica. */
@NullMarked
package dev.gatehouse.server.intent.sqlite;

import org.jspecify.annotations.NullMarked;
