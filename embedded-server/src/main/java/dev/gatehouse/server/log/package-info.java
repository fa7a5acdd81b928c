/**
 * The one way to change anything: commands, the log they go through, and the state they leave.
 * Adapters live below; no HTTP and no live state may enter.
 */
@NullMarked
package dev.gatehouse.server.log;

import org.jspecify.annotations.NullMarked;
