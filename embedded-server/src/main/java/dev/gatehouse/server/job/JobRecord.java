package dev.gatehouse.server.job;

import dev.gatehouse.model.audit.Actor;
import dev.gatehouse.model.job.Job;
import dev.gatehouse.server.log.Fence;
import org.jspecify.annotations.Nullable;

/**
 * A job as it is kept.
 *
 * @param actor       who started it; in whose name it works
 * @param traceparent W3C Trace Context of the request that started it
 * @param input       what its kind has to know, as JSON
 * @param position    the last line that was dealt with; 0 before the first
 * @param token       the fencing token of who works on it, or did last; 0 where nobody has yet
 * @param cancelled   whether somebody asked for its end
 */
public record JobRecord(Job job, Actor actor, @Nullable String traceparent, String input, long position, long token,
        boolean cancelled) {

    /** The name of the lock that whoever works on a job holds. */
    static String lock(String id) {
        return "job/" + id;
    }

    /** Under what its commands go into the log: they are refused once somebody else has taken the job over. */
    public Fence fence() {
        return new Fence(lock(job.id()), token);
    }
}
