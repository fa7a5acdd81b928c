/**
 * Tables as text: comma-separated values (RFC 4180) in UTF-8, read and written row by row.
 * The only place that knows the CSV library; what the columns mean is the features' business.
 */
@NullMarked
package dev.gatehouse.server.csv;

import org.jspecify.annotations.NullMarked;
