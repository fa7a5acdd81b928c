package dev.gatehouse.server.job;

import dev.gatehouse.model.audit.Actor;
import dev.gatehouse.model.job.Job;
import org.jspecify.annotations.Nullable;

/**
 * A job as it is kept.
 *
 * @param actor       who started it; in whose name it works
 * @param traceparent W3C Trace Context of the request that started it
 * @param input       what its kind has to know, as JSON
 * @param position    the last line that was dealt with; 0 before the first
 */
public record JobRecord(Job job, Actor actor, @Nullable String traceparent, String input, long position) {}
