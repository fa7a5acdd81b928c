/** Counters of limits in this process. */
@NullMarked
package dev.gatehouse.server.limit.memory;

import org.jspecify.annotations.NullMarked;
