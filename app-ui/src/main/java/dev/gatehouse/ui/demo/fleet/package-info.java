/**
 * Simulated users, clients and operators.
 * Everything goes over REST and WebSocket; what happened is counted in a tally.
 */
@NullMarked
package dev.gatehouse.ui.demo.fleet;

import org.jspecify.annotations.NullMarked;
