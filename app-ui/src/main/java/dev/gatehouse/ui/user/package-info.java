/**
 * Those who may enter.
 * Other views may not be known here.
 */
@NullMarked
package dev.gatehouse.ui.user;

import org.jspecify.annotations.NullMarked;
