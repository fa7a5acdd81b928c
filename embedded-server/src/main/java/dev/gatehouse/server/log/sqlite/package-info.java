/**
 * The log without Kafka: {@code log.db}, one partition per topic.
 * Only what an event log needs; the replica has its own file.
 */
@NullMarked
package dev.gatehouse.server.log.sqlite;

import org.jspecify.annotations.NullMarked;
