/**
 * A client of the fleet that stays connected: it beats its heart, joins its rooms again, sends again what must arrive, drops
 * what came twice, and goes on at another node where one is gone. {@link dev.gatehouse.client.fleet.FleetClient} is shared
 * by all connections of a program; {@code docs/CLIENT.md} shows how it is used. Only the JDK's WebSocket and Jackson beside
 * the model; nothing of a node or of the console.
 */
@NullMarked
package dev.gatehouse.client.fleet;

import org.jspecify.annotations.NullMarked;
