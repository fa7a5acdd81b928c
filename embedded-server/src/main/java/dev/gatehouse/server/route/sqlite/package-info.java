/**
 * Routes and their history out of the replica.
 */
@NullMarked
package dev.gatehouse.server.route.sqlite;

import org.jspecify.annotations.NullMarked;
