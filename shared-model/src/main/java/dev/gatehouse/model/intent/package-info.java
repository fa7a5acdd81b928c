/**
 * Changes that wait: what was asked for while the log or the server was away.
 * Records only.
 */
@NullMarked
package dev.gatehouse.model.intent;

import org.jspecify.annotations.NullMarked;
