/**
 * Tables as text that spreadsheets open: what a cell must not be.
 * Records only; rows are written and read by whoever has a library for it.
 */
@NullMarked
package dev.gatehouse.model.csv;

import org.jspecify.annotations.NullMarked;
