/** Tests of {@code dev.gatehouse.ui.demo.fleet}. */
@NullMarked
package dev.gatehouse.ui.demo.fleet;

import org.jspecify.annotations.NullMarked;
