/**
 * The log without Kafka ({@code log.db}, one partition per topic), and the state that the change log leaves.
 * Only tables of the log and of users, routes and keys; features read them through their own adapters.
 */
@NullMarked
package dev.gatehouse.server.log.sqlite;

import org.jspecify.annotations.NullMarked;
