/**
 * Sessions as columns of plain arrays: one slot per session, a few tables that find slots, and slots kept in order.
 * Knows the model and nothing of the server; nothing here is safe for use by several threads.
 */
@NullMarked
package dev.gatehouse.server.session.column;

import org.jspecify.annotations.NullMarked;
