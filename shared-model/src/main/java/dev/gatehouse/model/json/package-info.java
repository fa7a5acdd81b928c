/**
 * The one way in which Gatehouse writes and reads JSON.
 * Only the mapper's settings; no types of the domain may enter.
 */
@NullMarked
package dev.gatehouse.model.json;

import org.jspecify.annotations.NullMarked;
