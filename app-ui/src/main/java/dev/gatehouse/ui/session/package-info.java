/**
 * Who is online and who was, on all nodes.
 * Other views may not be known here.
 */
@NullMarked
package dev.gatehouse.ui.session;

import org.jspecify.annotations.NullMarked;
