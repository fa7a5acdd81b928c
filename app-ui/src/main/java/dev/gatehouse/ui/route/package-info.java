/**
 * The ways in for managed traffic.
 * Other views may not be known here.
 */
@NullMarked
package dev.gatehouse.ui.route;

import org.jspecify.annotations.NullMarked;
