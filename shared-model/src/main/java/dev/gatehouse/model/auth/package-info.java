/**
 * Who somebody is and what they may do: roles, kinds of client, tokens.
 * Records only; no cryptography and no password may enter except in transit.
 */
@NullMarked
package dev.gatehouse.model.auth;

import org.jspecify.annotations.NullMarked;
