/**
 * The node: its configuration, its start and its end, and the wiring of all features.
 * Whoever embeds a node touches this room and no other.
 */
@NullMarked
package dev.gatehouse.server;

import org.jspecify.annotations.NullMarked;
