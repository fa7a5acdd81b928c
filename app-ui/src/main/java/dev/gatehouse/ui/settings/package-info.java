/**
 * What the operator chooses, and what the node runs with.
 * Other views may not be known here.
 */
@NullMarked
package dev.gatehouse.ui.settings;

import org.jspecify.annotations.NullMarked;
