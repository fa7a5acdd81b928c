/**
 * What has happened on this node, told to whoever follows it, in order for each thing, with retries and dead letters.
 * What followers do belongs to them; a feature that tells or hears knows no other feature.
 */
@NullMarked
package dev.gatehouse.server.event;

import org.jspecify.annotations.NullMarked;
