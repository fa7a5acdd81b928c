/**
 * How long the console's own thread works for each frame, measured in the running console.
 * No test and no program of users may use it.
 */
@NullMarked
package dev.gatehouse.bench.frames;

import org.jspecify.annotations.NullMarked;
