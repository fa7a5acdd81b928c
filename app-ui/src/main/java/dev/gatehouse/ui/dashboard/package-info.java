/**
 * The overview: load of the fleet over time, and what is wrong.
 * Other views may not be known here.
 */
@NullMarked
package dev.gatehouse.ui.dashboard;

import org.jspecify.annotations.NullMarked;
