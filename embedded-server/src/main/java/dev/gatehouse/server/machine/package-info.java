/**
 * Services that prove themselves with a key: handshake, sessions, signed calls, and the doors shut to guessers.
 * Adapters live below; people's tokens and passwords do not enter.
 */
@NullMarked
package dev.gatehouse.server.machine;

import org.jspecify.annotations.NullMarked;
