/**
 * This node's own copy of the state: what the log's records have led to, readable offline.
 * Adapters live below; nothing here may reach for Kafka or Redis.
 */
@NullMarked
package dev.gatehouse.server.replica;

import org.jspecify.annotations.NullMarked;
