/** Tests of events and dead letters. */
@NullMarked
package dev.gatehouse.server.event;

import org.jspecify.annotations.NullMarked;
