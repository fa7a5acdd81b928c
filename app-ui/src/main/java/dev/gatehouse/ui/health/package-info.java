/**
 * The state of nodes and of what they depend on.
 * Other views may not be known here.
 */
@NullMarked
package dev.gatehouse.ui.health;

import org.jspecify.annotations.NullMarked;
