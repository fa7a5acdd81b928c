/**
 * Incident capsules: a window of what happened, in one file that speaks for itself.
 * Knows no feature; features say what they put in.
 */
@NullMarked
package dev.gatehouse.server.capsule;

import org.jspecify.annotations.NullMarked;
