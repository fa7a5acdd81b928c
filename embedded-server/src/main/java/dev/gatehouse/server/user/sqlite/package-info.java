/**
 * Lists of users out of the replica.
 */
@NullMarked
package dev.gatehouse.server.user.sqlite;

import org.jspecify.annotations.NullMarked;
