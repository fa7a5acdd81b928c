/**
 * A route: one way in for managed traffic, and its history.
 * Records only; matching and enforcement are the server's business.
 */
@NullMarked
package dev.gatehouse.model.route;

import org.jspecify.annotations.NullMarked;
