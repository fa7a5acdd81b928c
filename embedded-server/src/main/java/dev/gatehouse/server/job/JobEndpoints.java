package dev.gatehouse.server.job;

import dev.gatehouse.model.api.JobsExchange;
import dev.gatehouse.model.auth.Role;
import dev.gatehouse.model.error.ErrorCode;
import dev.gatehouse.model.job.Job;
import dev.gatehouse.server.call.RequestFailure;
import dev.gatehouse.server.csv.CsvWriting;
import dev.gatehouse.server.http.Access;
import dev.gatehouse.server.http.CsvText;
import dev.gatehouse.server.http.Download;
import dev.gatehouse.server.http.Endpoint;
import dev.gatehouse.server.http.Endpoint.Method;
import dev.gatehouse.server.http.Exchange;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** {@code /api/v1/jobs}. */
public final class JobEndpoints {

    private static final String ONE = JobsExchange.PATH + "/{id}";
    private static final int DEFAULT_LIMIT = 100;
    private static final int MAX_LIMIT = 500;
    private static final int PAGE = 1000;

    private final Jobs jobs;

    public JobEndpoints(Jobs jobs) {
        this.jobs = jobs;
    }

    /** The endpoints of this room. */
    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.reads(Access.VIEWER, JobsExchange.PATH, "The jobs of all nodes, newest first",
                        JobsExchange.Jobs.class,
                        exchange -> new JobsExchange.Jobs(
                                jobs.newest(0, exchange.query("limit", DEFAULT_LIMIT, 1, MAX_LIMIT))))
                        .withQuery("limit"),
                Endpoint.reads(Access.VIEWER, ONE, "One job", Job.class, exchange -> jobs.find(exchange.path("id"))),
                Endpoint.reads(Access.VIEWER, ONE + "/outcome", "What became of each line of a job, as CSV",
                        CsvText.class, this::outcome),
                Endpoint.changes(Access.OPERATOR, Method.POST, ONE + "/resume", "Resume a job that is paused", null,
                        Job.class, this::resume),
                Endpoint.changes(Access.OPERATOR, Method.DELETE, ONE, "Cancel a job; what was done stays done", null,
                        Job.class, exchange -> jobs.cancel(exchange.path("id"), exchange.actor())));
    }

    /** A job goes on with the rights of who started it, so that nobody else may lend them. */
    private Job resume(Exchange exchange) {
        Job job = jobs.find(exchange.path("id"));
        if (!exchange.principal().may(Role.ADMIN) && !exchange.actor().name().equals(job.by())) {
            throw new RequestFailure(ErrorCode.FORBIDDEN,
                    "A job is resumed by who started it, " + job.by() + ", or by an administrator.");
        }
        return jobs.resume(job.id(), exchange.actor());
    }

    private Download outcome(Exchange exchange) {
        Job job = jobs.find(exchange.path("id"));
        return new Download(CsvWriting.MEDIA_TYPE, job.kind() + "-" + job.id() + ".csv", out -> write(job.id(), out));
    }

    private void write(String id, OutputStream out) throws IOException {
        try (CsvWriting csv = new CsvWriting(out)) {
            csv.row("line", "username", "outcome", "message");
            long line = 0;
            List<RowOutcome> page = jobs.outcomes(id, line, PAGE);
            while (!page.isEmpty()) {
                for (RowOutcome row : page) {
                    csv.row(Long.toString(row.line()), row.subject(), row.outcome(), row.message());
                }
                page = jobs.outcomes(id, page.getLast().line(), PAGE);
            }
        }
    }
}
