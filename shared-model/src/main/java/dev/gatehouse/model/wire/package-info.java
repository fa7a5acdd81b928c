/**
 * How the frames of {@code /ws} are written and read: as JSON text, and in the binary frames of {@code gatehouse.v1.bin}.
 * Bytes and frames only; sockets are the business of whoever holds them.
 */
@NullMarked
package dev.gatehouse.model.wire;

import org.jspecify.annotations.NullMarked;
