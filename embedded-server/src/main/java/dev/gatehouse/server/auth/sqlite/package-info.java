/**
 * What authentication reads of users and keys in the replica.
 */
@NullMarked
package dev.gatehouse.server.auth.sqlite;

import org.jspecify.annotations.NullMarked;
