/**
 * Traces: what this node measured is kept for a while, asked of all nodes, put together, and exported where wanted.
 * What is measured and where belongs to those who do the work, by way of {@code call.Work}.
 */
@NullMarked
package dev.gatehouse.server.trace;

import org.jspecify.annotations.NullMarked;
