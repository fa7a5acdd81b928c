package dev.gatehouse.model.api;

import dev.gatehouse.model.job.Job;
import java.util.List;

/**
 * {@code /api/v1/jobs}: long work in the background. {@code GET} answers with {@link Jobs}, {@code GET /{id}} and
 * {@code POST /{id}/resume} with a {@link Job}, {@code DELETE /{id}} cancels and answers with the {@link Job}.
 */
public final class JobsExchange {

    public static final String PATH = "/api/v1/jobs";

    private JobsExchange() {}

    /** The path of one job. */
    public static String path(String id) {
        return PATH + "/" + id;
    }

    /** Where a job's outcome by row is, as CSV. */
    public static String outcomePath(String id) {
        return path(id) + "/outcome";
    }

    /** A job that was begun, answered with 202. */
    public record Started(String jobId) {}

    /** The jobs of this node, newest first. */
    public record Jobs(List<Job> items) {}
}
