/**
 * Messages of a node without Redis, in its memory.
 * What is kept here ends with the process.
 */
@NullMarked
package dev.gatehouse.server.message.memory;

import org.jspecify.annotations.NullMarked;
