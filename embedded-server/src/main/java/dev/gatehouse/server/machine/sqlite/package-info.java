/**
 * Machines as the replica has them.
 * It reads only: changes come through the log.
 */
@NullMarked
package dev.gatehouse.server.machine.sqlite;

import org.jspecify.annotations.NullMarked;
