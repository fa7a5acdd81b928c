/**
 * What the window shows while the node behind it starts.
 * The door and the wizard that follow have rooms of their own.
 */
@NullMarked
package dev.gatehouse.ui.start;

import org.jspecify.annotations.NullMarked;
