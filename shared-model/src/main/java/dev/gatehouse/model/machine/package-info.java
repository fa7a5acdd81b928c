/**
 * A machine: a service that proves itself with a key instead of a password, and the texts that it signs.
 * Records only; how a signature is made or checked is the business of whoever holds the key.
 */
@NullMarked
package dev.gatehouse.model.machine;

import org.jspecify.annotations.NullMarked;
