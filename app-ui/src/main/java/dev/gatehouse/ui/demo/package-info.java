/**
 * A whole fleet on one machine: Redis, Kafka, nodes and clients, started, watched and cleared away.
 * Works on a node only as any client does, over REST and WebSocket.
 */
@NullMarked
package dev.gatehouse.ui.demo;

import org.jspecify.annotations.NullMarked;
