/**
 * Tables that the console writes by itself as comma-separated values (RFC 4180).
 * The only place that knows the CSV library; what the columns mean is the features' business.
 */
@NullMarked
package dev.gatehouse.ui.csv;

import org.jspecify.annotations.NullMarked;
