/**
 * A session: one client that is online now, or was.
 * Records only; presence is kept by the server.
 */
@NullMarked
package dev.gatehouse.model.session;

import org.jspecify.annotations.NullMarked;
