/**
 * One SQLite file: how it is opened, migrated, written by one and read by several.
 * Tables and their meaning belong to the features' own adapters.
 */
@NullMarked
package dev.gatehouse.server.sqlite;

import org.jspecify.annotations.NullMarked;
