/**
 * The change log and the state that it leaves, in SQLite.
 * Only tables of the log and of users, routes and keys; features read them through their own adapters.
 */
@NullMarked
package dev.gatehouse.server.log.sqlite;

import org.jspecify.annotations.NullMarked;
