package dev.gatehouse.server.user;

import dev.gatehouse.model.api.JobsExchange;
import dev.gatehouse.model.api.UsersExchange;
import dev.gatehouse.model.auth.Role;
import dev.gatehouse.server.call.RequestFailure;
import dev.gatehouse.server.csv.CsvWriting;
import dev.gatehouse.server.http.Access;
import dev.gatehouse.server.http.CsvText;
import dev.gatehouse.server.http.Endpoint;
import dev.gatehouse.server.http.Endpoint.Method;
import dev.gatehouse.server.http.Exchange;
import dev.gatehouse.server.http.WithStatus;
import dev.gatehouse.server.job.Jobs;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What {@code /api/v1/users} has for many users at once, and the timeline of one. */
public final class UserTransferEndpoints {

    private static final int MOST_BYTES = 64 << 20;
    /** How long a file may take to be sent. */
    private static final Duration TRANSFER = Duration.ofMinutes(2);
    private static final int DEFAULT_LIMIT = 100;
    private static final int MAX_LIMIT = 500;
    private static final int LONGEST_NAME = 100;

    private final UserImports imports;
    private final UserExport export;
    private final UserBulk bulk;
    private final UserTimeline timeline;

    public UserTransferEndpoints(UserImports imports, UserExport export, UserBulk bulk, UserTimeline timeline) {
        this.imports = imports;
        this.export = export;
        this.bulk = bulk;
        this.timeline = timeline;
    }

    /** The endpoints; they come before those with an id in the same place. */
    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.changes(Access.OPERATOR, Method.POST, UsersExchange.PATH + "/import",
                        "Import users as a job; with preview=true say what it would do, and change nothing",
                        CsvText.class, JobsExchange.Started.class, this::importUsers).withStatus(202)
                        .withQuery("preview", "name").withBodyOf(MOST_BYTES).within(TRANSFER),
                Endpoint.reads(Access.VIEWER, UsersExchange.PATH + "/export", "Users as CSV", CsvText.class,
                        exchange -> export.download(UserEndpoints.filter(exchange), exchange.actor()))
                        .withQuery("q", "role", "state", "dormantDays").within(TRANSFER),
                Endpoint.changes(Access.OPERATOR, Method.POST, UsersExchange.PATH + "/bulk",
                        "Change many users as a job; with preview say what it would do, and change nothing",
                        UsersExchange.BulkRequest.class, JobsExchange.Started.class, this::bulk).withStatus(202),
                Endpoint.reads(Access.VIEWER, UsersExchange.PATH + "/{id}/timeline",
                        "What happened to a user and what the user did, newest first", UsersExchange.Timeline.class,
                        exchange -> timeline.page(exchange.path("id"), exchange.principal(), time(exchange),
                                exchange.query("limit", DEFAULT_LIMIT, 1, MAX_LIMIT)))
                        .withQuery("before", "limit"));
    }

    private Object importUsers(Exchange exchange) {
        Jobs.Draft draft = imports.draft();
        boolean begun = false;
        try {
            exchange.bodyTo(draft.file(), CsvWriting.MEDIA_TYPE, MOST_BYTES);
            if (Boolean.parseBoolean(exchange.query("preview"))) {
                return new WithStatus(200, imports.preview(draft.file(), isAdmin(exchange)));
            }
            String id = imports.begin(draft, name(exchange), isAdmin(exchange), exchange.actor());
            begun = true;
            return new JobsExchange.Started(id);
        } finally {
            if (!begun) {
                imports.drop(draft);
            }
        }
    }

    private static @Nullable String name(Exchange exchange) {
        String name = exchange.query("name");
        return name == null || name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME);
    }

    private Object bulk(Exchange exchange) {
        UsersExchange.BulkRequest request = exchange.body(UsersExchange.BulkRequest.class);
        return request.preview()
                ? new WithStatus(200, bulk.preview(request, isAdmin(exchange), exchange.actor()))
                : new JobsExchange.Started(bulk.begin(request, isAdmin(exchange), exchange.actor()));
    }

    private static boolean isAdmin(Exchange exchange) {
        return exchange.principal().may(Role.ADMIN);
    }

    private static @Nullable Instant time(Exchange exchange) {
        String before = exchange.query("before");
        if (before == null) {
            return null;
        }
        try {
            return Instant.parse(before);
        } catch (DateTimeParseException e) {
            throw RequestFailure.invalid("before", "must be a time such as 2026-01-31T12:00:00Z.");
        }
    }
}
