/**
 * One file per exchange with the server: its path, its request, its response.
 * Records only; no transport may enter.
 */
@NullMarked
package dev.gatehouse.model.api;

import org.jspecify.annotations.NullMarked;
