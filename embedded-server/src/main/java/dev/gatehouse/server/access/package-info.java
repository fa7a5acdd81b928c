/**
 * The access log: one record per request, sent without waiting and without a promise.
 * No Kafka here; where the records go is the wiring's business.
 */
@NullMarked
package dev.gatehouse.server.access;

import org.jspecify.annotations.NullMarked;
