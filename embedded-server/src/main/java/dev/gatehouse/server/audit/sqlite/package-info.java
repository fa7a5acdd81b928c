/**
 * The journal and the index of audit records, as tables of the replica.
 * SQL only; what a search means is said one room up.
 */
@NullMarked
package dev.gatehouse.server.audit.sqlite;

import org.jspecify.annotations.NullMarked;
