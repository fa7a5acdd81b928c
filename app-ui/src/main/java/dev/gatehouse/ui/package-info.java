/**
 * The console of Gatehouse: its composition root and the plan that it is launched with.
 * Only wiring may enter.
 */
@NullMarked
package dev.gatehouse.ui;

import org.jspecify.annotations.NullMarked;
