/**
 * The first start: this computer with a first administrator, or a server elsewhere.
 * Other views may not be known here.
 */
@NullMarked
package dev.gatehouse.ui.firstrun;

import org.jspecify.annotations.NullMarked;
