/** The console's own files: what it last showed of each server, for each operator. The only place that knows SQL. */
@NullMarked
package dev.gatehouse.ui.cache.sqlite;

import org.jspecify.annotations.NullMarked;
