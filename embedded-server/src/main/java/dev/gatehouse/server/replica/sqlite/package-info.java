/**
 * The file that holds the replica.
 * Each feature's tables come with its own script in {@code db/replica}; no feature's logic may enter.
 */
@NullMarked
package dev.gatehouse.server.replica.sqlite;

import org.jspecify.annotations.NullMarked;
