/**
 * What operators say to clients of the fleet: writing it, how far it came, and the rooms it goes to.
 * Other views may not be known here.
 */
@NullMarked
package dev.gatehouse.ui.message;

import org.jspecify.annotations.NullMarked;
