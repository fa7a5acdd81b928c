/**
 * Signing in to a server.
 * Other views may not be known here.
 */
@NullMarked
package dev.gatehouse.ui.login;

import org.jspecify.annotations.NullMarked;
