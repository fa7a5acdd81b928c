/**
 * Windows on what changes: who looks at what, how often it is told, and what the difference is.
 * Knows no feature; features come in as views.
 */
@NullMarked
package dev.gatehouse.server.live;

import org.jspecify.annotations.NullMarked;
