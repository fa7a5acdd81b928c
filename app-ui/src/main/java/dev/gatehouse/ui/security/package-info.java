/**
 * Doors that are shut after too many failures, and alerts about attacks on who may enter.
 * Other views may not be known here.
 */
@NullMarked
package dev.gatehouse.ui.security;

import org.jspecify.annotations.NullMarked;
