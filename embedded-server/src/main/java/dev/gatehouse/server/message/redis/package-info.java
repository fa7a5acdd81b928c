/**
 * Messages in Redis 6.2 or later: streams of rooms and inboxes, records of sessions to resume, reports.
 * What belongs together lies in one slot, so that a cluster serves as well as one server.
 */
@NullMarked
package dev.gatehouse.server.message.redis;

import org.jspecify.annotations.NullMarked;
