/**
 * The book in which everything is written.
 * Other views may not be known here.
 */
@NullMarked
package dev.gatehouse.ui.audit;

import org.jspecify.annotations.NullMarked;
