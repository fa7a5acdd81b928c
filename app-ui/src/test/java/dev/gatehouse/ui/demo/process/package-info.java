/** Tests of {@code dev.gatehouse.ui.demo.process}. */
@NullMarked
package dev.gatehouse.ui.demo.process;

import org.jspecify.annotations.NullMarked;
