/**
 * Presence of a node that is alone.
 * Nothing survives the process.
 */
@NullMarked
package dev.gatehouse.server.session.memory;

import org.jspecify.annotations.NullMarked;
