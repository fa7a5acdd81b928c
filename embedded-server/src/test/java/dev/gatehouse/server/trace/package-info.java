/** Tests of traces. */
@NullMarked
package dev.gatehouse.server.trace;

import org.jspecify.annotations.NullMarked;
