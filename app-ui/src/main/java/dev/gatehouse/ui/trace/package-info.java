/**
 * Traces: what one call caused, on every node that worked for it.
 * Other views may not be known here.
 */
@NullMarked
package dev.gatehouse.ui.trace;

import org.jspecify.annotations.NullMarked;
