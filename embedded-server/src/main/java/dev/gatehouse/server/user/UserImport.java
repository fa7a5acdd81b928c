package dev.gatehouse.server.user;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.gatehouse.model.error.ErrorCode;
import dev.gatehouse.model.json.Json;
import dev.gatehouse.server.auth.Passwords;
import dev.gatehouse.server.call.RequestFailure;
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
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Jobs that create the users of a table. Every row is a command under an id of its own, so it is made once. */
public final class UserImport implements JobKind {

    static final String NAME = "users.import";

    private static final int BATCH = 1000;
    /** Passwords are hashed one after another, so a batch with many of them is cut short. */
    private static final Duration LONGEST_BATCH = Duration.ofMillis(500);

    private final ChangeLog changes;
    private final Passwords passwords;
    private final UserStore users;

    /** @param mayGiveRoles whether whoever began it is an administrator */
    record Input(boolean mayGiveRoles) {}

    public UserImport(ChangeLog changes, Passwords passwords, UserStore users) {
        this.changes = changes;
        this.passwords = passwords;
        this.users = users;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean resumesByItself() {
        return true;
    }

    @Override
    public JobWork open(JobRecord job, Path file) throws IOException {
        return new Work(job, ImportSheet.open(file, input(job).mayGiveRoles()));
    }

    private static Input input(JobRecord job) {
        try {
            return Json.LENIENT.readValue(job.input(), Input.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The input of job " + job.job().id() + " cannot be read", e);
        }
    }

    /** The rows that are left. */
    private final class Work implements JobWork {

        private final JobRecord job;
        private final ImportSheet sheet;
        private final RowIds ids;
        private @Nullable ImportRow held;

        Work(JobRecord job, ImportSheet sheet) {
            this.job = job;
            this.sheet = sheet;
            this.ids = new RowIds(job.job().id());
        }

        @Override
        public @Nullable JobBatch next() throws InterruptedException {
            LogAnswers<ImportRow> answers = new LogAnswers<>(this::outcome);
            long until = System.nanoTime() + LONGEST_BATCH.toNanos();
            long last = 0;
            while (answers.size() < BATCH && System.nanoTime() - until < 0) {
                ImportRow row = take();
                if (row == null || !ask(row, answers)) {
                    break;
                }
                last = row.line();
            }
            return answers.size() == 0 ? null : new JobBatch(last, answers.await());
        }

        private @Nullable ImportRow take() {
            ImportRow row = held;
            held = null;
            while (row == null || row.line() <= job.position()) {
                row = sheet.next();
                if (row == null) {
                    return null;
                }
            }
            return row;
        }

        /** Asks for a row's user; false where its password's turn has not come, so that it stands at the next start. */
        private boolean ask(ImportRow row, LogAnswers<ImportRow> answers) {
            if (!row.faults().isEmpty()) {
                answers.add(RowOutcome.refused(row.line(), row.username(), "refused", row.complaint()));
                return true;
            }
            String hash;
            try {
                hash = hash(row);
            } catch (RequestFailure e) {
                held = row;
                if (answers.size() > 0 && e.code() == ErrorCode.BUSY) {
                    return false;
                }
                answers.abandon();
                throw e;
            }
            String id = ids.of(row.line());
            Change change = new Change.CreateUser(id, row.username(), row.displayName(), row.email(), row.roles(),
                    hash);
            answers.add(row, changes.ask(id, change, job.actor(), job.traceparent(), job.fence()));
            return true;
        }

        private String hash(ImportRow row) {
            String password = row.password();
            String given = row.passwordHash();
            return password != null ? passwords.hash(password) : given != null ? given : Passwords.NONE;
        }

        private RowOutcome outcome(ImportRow row, Applied applied) {
            return switch (applied.decision()) {
                case Decision.Accepted _ -> RowOutcome.done(row.line(), row.username(), "created");
                case Decision.Refused refused -> refused.code() == ErrorCode.USERNAME_TAKEN
                        ? taken(row)
                        : RowOutcome.refused(row.line(), row.username(), "refused", refused.detail());
            };
        }

        private RowOutcome taken(ImportRow row) {
            Map<String, String> found = users.named(Set.of(row.username()));
            String holder = found.get(row.username().toLowerCase(Locale.ROOT));
            Long line = holder == null ? null : ids.line(holder);
            if (line != null && line == row.line()) {
                return RowOutcome.done(row.line(), row.username(), "created");
            }
            return RowOutcome.refused(row.line(), row.username(), "exists", line == null
                    ? "There is a user of this name already; it stays as it is."
                    : "Line " + line + " of this file has the same username.");
        }

        @Override
        public void close() throws IOException {
            sheet.close();
        }
    }
}
