/**
 * A trace: what one call caused, on every node that worked for it, measured in spans.
 * Records only; spans are measured and kept by the server.
 */
@NullMarked
package dev.gatehouse.model.trace;

import org.jspecify.annotations.NullMarked;
