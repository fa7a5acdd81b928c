package dev.gatehouse.server.user;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.gatehouse.model.api.UsersExchange.BulkAction;
import dev.gatehouse.model.json.Json;
import dev.gatehouse.model.user.User;
import dev.gatehouse.server.csv.CsvReading;
import dev.gatehouse.server.job.JobBatch;
import dev.gatehouse.server.job.JobKind;
import dev.gatehouse.server.job.JobRecord;
import dev.gatehouse.server.job.JobWork;
import dev.gatehouse.server.job.RowIds;
import dev.gatehouse.server.job.RowOutcome;
import dev.gatehouse.server.log.Applied;
import dev.gatehouse.server.log.Change;
import dev.gatehouse.server.log.ChangeLog;
import dev.gatehouse.server.log.Decision;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Jobs that do one thing to many users. Each line of the file is a user's id and name, as they were when the job was
 * begun; each is a command under an id of its own, so it takes effect once. Who is left alone is looked at line by line
 * as the users are then.
 */
public final class BulkJob implements JobKind {

    private static final int BATCH = 500;

    private final BulkAction action;
    private final ChangeLog changes;
    private final UserStore users;
    private final Clock clock;

    /**
     * @param reason           of a ban
     * @param until            the end of a ban; absent for good
     * @param mayChangeAnybody whether whoever began it is an administrator
     */
    record Input(@Nullable String reason, @Nullable Instant until, boolean mayChangeAnybody) {}

    private record Meant(long line, String id, String username) {}

    private BulkJob(BulkAction action, ChangeLog changes, UserStore users, Clock clock) {
        this.action = action;
        this.changes = changes;
        this.users = users;
        this.clock = clock;
    }

    /** One kind of jobs for every action. */
    public static List<BulkJob> kinds(ChangeLog changes, UserStore users, Clock clock) {
        return Arrays.stream(BulkAction.values()).map(action -> new BulkJob(action, changes, users, clock)).toList();
    }

    /** The name of the jobs of an action. */
    static String name(BulkAction action) {
        return "users." + action.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String name() {
        return name(action);
    }

    /** What cannot be taken back, or hits who has signed in anew meanwhile, waits for somebody to look. */
    @Override
    public boolean resumesByItself() {
        return switch (action) {
            case BAN, UNBAN -> true;
            case LOGOUT, DELETE -> false;
        };
    }

    @Override
    public JobWork open(JobRecord job, Path file) throws IOException {
        return new Work(job, input(job), CsvReading.open(file));
    }

    private static Input input(JobRecord job) {
        try {
            return Json.LENIENT.readValue(job.input(), Input.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The input of job " + job.job().id() + " cannot be read", e);
        }
    }

    private String done() {
        return switch (action) {
            case BAN -> "banned";
            case UNBAN -> "unbanned";
            case LOGOUT -> "signed-out";
            case DELETE -> "deleted";
        };
    }

    /** The users that are left. */
    private final class Work implements JobWork {

        private final JobRecord job;
        private final Input input;
        private final BulkRules rules;
        private final CsvReading csv;
        private final RowIds ids;

        Work(JobRecord job, Input input, CsvReading csv) {
            this.job = job;
            this.input = input;
            this.rules = new BulkRules(action, job.actor().id(), input.mayChangeAnybody(), input.until());
            this.csv = csv;
            this.ids = new RowIds(job.job().id());
        }

        @Override
        public @Nullable JobBatch next() throws InterruptedException {
            LogAnswers<Meant> answers = new LogAnswers<>(this::outcome);
            long last = 0;
            while (answers.size() < BATCH) {
                Meant meant = take();
                if (meant == null) {
                    break;
                }
                ask(meant, answers);
                last = meant.line();
            }
            return answers.size() == 0 ? null : new JobBatch(last, answers.await());
        }

        private @Nullable Meant take() {
            CsvReading.Row row = csv.next();
            while (row != null && row.line() <= job.position()) {
                row = csv.next();
            }
            return row == null ? null : new Meant(row.line(), row.cells().get(0), row.cells().get(1));
        }

        private void ask(Meant meant, LogAnswers<Meant> answers) {
            String commandId = ids.of(meant.line());
            User user = users.find(meant.id());
            String skip = user == null ? BulkRules.NOBODY : rules.skip(user, clock.instant());
            if (skip == null) {
                answers.add(meant, changes.ask(commandId, change(meant.id()), job.actor(), job.traceparent(),
                        job.fence()));
            } else if (changes.decided(commandId) instanceof Decision.Accepted) {
                answers.add(RowOutcome.done(meant.line(), meant.username(), done()));
            } else {
                answers.add(RowOutcome.skipped(meant.line(), meant.username(), skip));
            }
        }

        private Change change(String id) {
            return switch (action) {
                case BAN -> new Change.BanUser(id, String.valueOf(input.reason()), input.until());
                case UNBAN -> new Change.UnbanUser(id);
                case LOGOUT -> new Change.EndSessions(id);
                case DELETE -> new Change.DeleteUser(id);
            };
        }

        private RowOutcome outcome(Meant meant, Applied applied) {
            return switch (applied.decision()) {
                case Decision.Accepted _ -> RowOutcome.done(meant.line(), meant.username(), done());
                case Decision.Refused refused ->
                    RowOutcome.refused(meant.line(), meant.username(), "refused", refused.detail());
            };
        }

        @Override
        public void close() throws IOException {
            csv.close();
        }
    }
}
