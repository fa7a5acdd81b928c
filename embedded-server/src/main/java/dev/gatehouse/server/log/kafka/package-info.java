/**
 * The log on Kafka.
 * The only rooms that know the Kafka client are named {@code kafka}.
 */
@NullMarked
package dev.gatehouse.server.log.kafka;

import org.jspecify.annotations.NullMarked;
