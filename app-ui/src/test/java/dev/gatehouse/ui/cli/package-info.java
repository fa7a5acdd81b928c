/** Tests of the command line. */
@NullMarked
package dev.gatehouse.ui.cli;

import org.jspecify.annotations.NullMarked;
