/**
 * Keeps answers of upstreams for routes that want it (RFC 9111).
 * How a kept answer is given to a caller belongs to the gateway room.
 */
@NullMarked
package dev.gatehouse.server.answer;

import org.jspecify.annotations.NullMarked;
