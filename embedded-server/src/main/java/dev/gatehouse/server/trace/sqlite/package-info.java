/**
 * Traces in the replica.
 * Only what the port {@code TraceStore} asks for.
 */
@NullMarked
package dev.gatehouse.server.trace.sqlite;

import org.jspecify.annotations.NullMarked;
