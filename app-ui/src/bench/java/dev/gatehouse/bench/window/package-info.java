/**
 * Programs that say when their first window is drawn, for {@code embedded-server/src/bench/run window}.
 * Compiled by the Maven profile {@code bench} alone.
 */
@NullMarked
package dev.gatehouse.bench.window;

import org.jspecify.annotations.NullMarked;
