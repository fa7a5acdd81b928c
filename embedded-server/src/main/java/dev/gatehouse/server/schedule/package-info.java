/**
 * Work that is done again and again on a thread of its own.
 * What is done belongs to the features.
 */
@NullMarked
package dev.gatehouse.server.schedule;

import org.jspecify.annotations.NullMarked;
