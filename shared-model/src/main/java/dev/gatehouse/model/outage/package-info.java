/**
 * What can be done while something is away, and why not: one table for the node and for every console.
 * Records and enums only.
 */
@NullMarked
package dev.gatehouse.model.outage;

import org.jspecify.annotations.NullMarked;
