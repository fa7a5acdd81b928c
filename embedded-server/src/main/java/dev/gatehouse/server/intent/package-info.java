/**
 * Changes that wait for the log: kept, shown, submitted in their order, and put beside what others did meanwhile.
 * Knows no feature; features say how a wish becomes a change.
 */
@NullMarked
package dev.gatehouse.server.intent;

import org.jspecify.annotations.NullMarked;
