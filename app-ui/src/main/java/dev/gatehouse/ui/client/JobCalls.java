package dev.gatehouse.ui.client;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.gatehouse.model.api.JobsExchange;
import dev.gatehouse.model.job.Job;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

/** {@link JobsExchange}. */
public final class JobCalls {

    private static final TypeReference<JobsExchange.Jobs> JOBS = new TypeReference<>() {};
    private static final TypeReference<Job> JOB = new TypeReference<>() {};

    private final ConsoleClient client;

    JobCalls(ConsoleClient client) {
        this.client = client;
    }

    /** The jobs of the node, newest first. */
    public CompletableFuture<JobsExchange.Jobs> list() {
        return client.call(Transport.Call.get(JobsExchange.PATH), JOBS);
    }

    /** Stops a job; what was done stays done. */
    public CompletableFuture<Job> cancel(String id) {
        return client.call(new Transport.Call("DELETE", JobsExchange.path(id), null, null), JOB);
    }

    /** Goes on with a job that is paused. */
    public CompletableFuture<Job> resume(String id) {
        return client.call(Transport.Call.post(JobsExchange.path(id) + "/resume", null), JOB);
    }

    /** Writes the outcome of each row into {@code target} as CSV. */
    public CompletableFuture<Path> outcome(String id, Path target, Transfer transfer) {
        return client.download(JobsExchange.outcomePath(id), target, transfer);
    }
}
