/**
 * The nodes of the fleet: which there are, what their sockets do, and taking one out of service.
 * Other views may not be known here.
 */
@NullMarked
package dev.gatehouse.ui.node;

import org.jspecify.annotations.NullMarked;
