package dev.gatehouse.server.job.sqlite;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.gatehouse.model.audit.Actor;
import dev.gatehouse.model.job.Job;
import dev.gatehouse.model.job.JobState;
import dev.gatehouse.model.json.Json;
import dev.gatehouse.server.call.StorageException;
import dev.gatehouse.server.job.JobBatch;
import dev.gatehouse.server.job.JobRecord;
import dev.gatehouse.server.job.JobStore;
import dev.gatehouse.server.job.RowOutcome;
import dev.gatehouse.server.replica.sqlite.ReplicaDatabase;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Jobs in the replica's tables {@code job} and {@code job_outcome}. */
public final class SqliteJobStore implements JobStore {

    private final ReplicaDatabase replica;
    private final String node;

    /** @param node whose replica it is */
    public SqliteJobStore(ReplicaDatabase replica, String node) {
        this.replica = replica;
        this.node = node;
    }

    @Override
    public void create(JobRecord record) {
        Job job = record.job();
        replica.<Integer>write(handle -> handle
                .createUpdate(
                        """
                        INSERT INTO job (id, kind, title, state, actor, traceparent, input, position, total, done,
                                         failed, detail, created_at, updated_at, token, node)
                        VALUES (:id, :kind, :title, :state, :actor, :traceparent, :input, :position, :total, :done,
                                :failed, :detail, :created, :updated, :token, :node)""")
                .bind("token", record.token())
                .bind("node", job.node())
                .bind("id", job.id())
                .bind("kind", job.kind())
                .bind("title", job.title())
                .bind("state", written(job.state()))
                .bind("actor", json(record.actor()))
                .bind("traceparent", record.traceparent())
                .bind("input", record.input())
                .bind("position", record.position())
                .bind("total", job.total())
                .bind("done", job.done())
                .bind("failed", job.failed())
                .bind("detail", job.detail())
                .bind("created", job.createdAt().toEpochMilli())
                .bind("updated", job.updatedAt().toEpochMilli())
                .execute());
    }

    @Override
    public @Nullable JobRecord find(String id) {
        return replica.<@Nullable JobRecord>read(handle -> handle.createQuery("SELECT * FROM job WHERE id = :id")
                .bind("id", id).map((row, context) -> record(row)).findOne().orElse(null));
    }

    @Override
    public long count() {
        return replica.<Long>read(handle -> handle.createQuery("SELECT count(*) FROM job").mapTo(Long.class).one());
    }

    @Override
    public List<Job> newest(int offset, int limit) {
        return replica.read(handle -> handle
                .createQuery("SELECT * FROM job ORDER BY id DESC LIMIT :limit OFFSET :offset")
                .bind("limit", limit).bind("offset", offset).map((row, context) -> record(row).job()).list());
    }

    @Override
    public List<JobRecord> unfinished() {
        return replica.read(handle -> handle.createQuery("SELECT * FROM job WHERE ended_at IS NULL ORDER BY id")
                .map((row, context) -> record(row)).list());
    }

    @Override
    public boolean claim(String id, long token, String holder) {
        return replica.<Integer>write(handle -> handle
                .createUpdate("UPDATE job SET token = :token, node = :node"
                        + " WHERE id = :id AND token <= :token AND ended_at IS NULL")
                .bind("token", token).bind("node", holder).bind("id", id).execute()) == 1;
    }

    @Override
    public boolean advance(String id, long token, JobBatch batch, Instant at) {
        return replica.<Integer>write(handle -> {
            int advanced = handle
                    .createUpdate(
                            """
                            UPDATE job SET position = :position, done = done + :done, failed = failed + :failed,
                                           state = 'running', detail = NULL, updated_at = :at
                            WHERE id = :id AND token = :token AND ended_at IS NULL""")
                    .bind("position", batch.position())
                    .bind("done", batch.rows().size())
                    .bind("failed", batch.failed())
                    .bind("at", at.toEpochMilli())
                    .bind("id", id)
                    .bind("token", token)
                    .execute();
            if (advanced == 0 || batch.rows().isEmpty()) {
                return advanced;
            }
            var rows = handle.prepareBatch(
                    "INSERT INTO job_outcome (job, line, subject, outcome, message, failed)"
                            + " VALUES (?, ?, ?, ?, ?, ?)");
            for (RowOutcome row : batch.rows()) {
                rows.bind(0, id).bind(1, row.line()).bind(2, row.subject()).bind(3, row.outcome())
                        .bind(4, row.message()).bind(5, row.failed() ? 1 : 0).add();
            }
            rows.execute();
            return advanced;
        }) == 1;
    }

    @Override
    public void askCancel(String id) {
        replica.<Integer>write(handle -> handle.execute("UPDATE job SET cancelled = 1 WHERE id = ?", id));
    }

    @Override
    public boolean state(String id, long token, JobState state, @Nullable String detail, Instant at) {
        return replica.<Integer>write(handle -> handle
                .createUpdate("UPDATE job SET state = :state, detail = :detail, updated_at = :at, ended_at = :ended"
                        + " WHERE id = :id AND token = :token AND ended_at IS NULL")
                .bind("token", token)
                .bind("state", written(state))
                .bind("detail", detail)
                .bind("at", at.toEpochMilli())
                .bind("ended", state.isOver() ? at.toEpochMilli() : null)
                .bind("id", id)
                .execute()) == 1;
    }

    @Override
    public List<RowOutcome> outcomes(String id, long afterLine, int limit) {
        return replica.read(handle -> handle
                .createQuery("SELECT line, subject, outcome, message, failed FROM job_outcome"
                        + " WHERE job = :job AND line > :after ORDER BY line LIMIT :limit")
                .bind("job", id).bind("after", afterLine).bind("limit", limit)
                .map((row, context) -> new RowOutcome(row.getLong(1), row.getString(2), row.getString(3),
                        row.getString(4), row.getInt(5) == 1))
                .list());
    }

    @Override
    public void forgetEndedBefore(Instant moment) {
        replica.<Integer>write(handle -> {
            handle.execute("DELETE FROM job_outcome WHERE job IN (SELECT id FROM job WHERE ended_at < ?)",
                    moment.toEpochMilli());
            return handle.execute("DELETE FROM job WHERE ended_at < ?", moment.toEpochMilli());
        });
    }

    private JobRecord record(ResultSet row) throws SQLException {
        Actor actor = actor(row.getString("actor"));
        long total = row.getLong("total");
        Long counted = row.wasNull() ? null : total;
        long ended = row.getLong("ended_at");
        Instant endedAt = row.wasNull() ? null : Instant.ofEpochMilli(ended);
        Job job = new Job(row.getString("id"), row.getString("kind"), row.getString("title"),
                JobState.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
                Objects.requireNonNullElse(row.getString("node"), node), actor.name(), counted,
                row.getLong("done"), row.getLong("failed"), row.getString("detail"), true,
                Instant.ofEpochMilli(row.getLong("created_at")), Instant.ofEpochMilli(row.getLong("updated_at")),
                endedAt);
        return new JobRecord(job, actor, row.getString("traceparent"), row.getString("input"),
                row.getLong("position"), row.getLong("token"), row.getInt("cancelled") == 1);
    }

    private static String written(JobState state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    private static String json(Actor actor) {
        try {
            return Json.LENIENT.writeValueAsString(actor);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("An actor cannot be written as JSON", e);
        }
    }

    private static Actor actor(String json) {
        try {
            return Json.LENIENT.readValue(json, Actor.class);
        } catch (JsonProcessingException e) {
            throw new StorageException("The table job of replica.db holds an actor that cannot be read.", e);
        }
    }
}
