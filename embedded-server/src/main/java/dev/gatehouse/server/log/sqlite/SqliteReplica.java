package dev.gatehouse.server.log.sqlite;

import dev.gatehouse.model.error.ErrorCode;
import dev.gatehouse.server.call.StorageException;
import dev.gatehouse.server.log.Applied;
import dev.gatehouse.server.log.Command;
import dev.gatehouse.server.log.Decision;
import dev.gatehouse.server.log.Effect;
import dev.gatehouse.server.log.Fence;
import dev.gatehouse.server.log.Replica;
import dev.gatehouse.server.log.State;
import dev.gatehouse.server.replica.sqlite.ReplicaDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The replica of the state in SQLite: effects, position and audit records of a batch are one transaction. */
public final class SqliteReplica implements Replica {

    /** How many offsets back a repeat of a command is recognised. */
    private static final long REMEMBERED_OFFSETS = 100_000;

    /** Longer than the table of a job is kept. */
    private static final Duration JOB_SECRETS_KEPT = Duration.ofDays(4);

    private static final Logger LOG = LoggerFactory.getLogger(SqliteReplica.class);

    private final ReplicaDatabase database;
    private final String node;
    private final Recorder recorder;

    /** Writes the audit record of a decided command in the transaction of its effect. */
    @FunctionalInterface
    public interface Recorder {

        void record(Handle handle, Applied applied);
    }

    /** @param node only commands that this node took are recorded by it */
    public SqliteReplica(ReplicaDatabase database, String node, Recorder recorder) {
        this.database = database;
        this.node = node;
        this.recorder = recorder;
    }

    @Override
    public long nextOffset() {
        return database.read(handle -> handle.createQuery("SELECT next_offset FROM change_position")
                .mapTo(Long.class).one());
    }

    @Override
    public List<Applied> apply(List<Positioned> commands) {
        if (commands.isEmpty()) {
            return List.of();
        }
        return database.write(handle -> {
            SqliteState state = new SqliteState(handle);
            List<Applied> applied = new ArrayList<>(commands.size());
            for (Positioned positioned : commands) {
                applied.add(apply(handle, state, positioned));
            }
            long next = commands.getLast().position().offset() + 1;
            position(handle, next);
            handle.createUpdate("DELETE FROM applied_command WHERE log_offset < :oldest")
                    .bind("oldest", next - REMEMBERED_OFFSETS).execute();
            handle.createUpdate("DELETE FROM fence WHERE log_offset < :oldest")
                    .bind("oldest", next - REMEMBERED_OFFSETS).execute();
            return applied;
        });
    }

    private Applied apply(Handle handle, State state, Positioned positioned) {
        Command command = positioned.command();
        Fence fence = command.fence();
        if (fence != null && !passes(handle, fence, positioned.position().offset())) {
            // Not remembered: whoever has the lock now asks for the same under the same id.
            return new Applied(positioned.position(), command, new Decision.Refused(ErrorCode.CONFLICT,
                    "Another node has taken this over meanwhile.", null), false);
        }
        boolean isNew = handle
                .createUpdate("INSERT INTO applied_command (id, log_offset) VALUES (:id, :at) ON CONFLICT DO NOTHING")
                .bind("id", command.id()).bind("at", positioned.position().offset()).execute() == 1;
        if (!isNew) {
            Decision earlier = earlier(handle, command.id())
                    .orElseThrow(
                            () -> new IllegalStateException("The command " + command.id() + " is here and is not"));
            return new Applied(positioned.position(), command, earlier, true);
        }
        Decision decision = decided(state, command);
        Applied applied = new Applied(positioned.position(), command, decision, false);
        switch (decision) {
            case Decision.Accepted accepted -> accepted.effects().forEach(effect -> write(handle, effect, applied));
            case Decision.Refused refused -> handle
                    .createUpdate("UPDATE applied_command SET refusal = :refusal WHERE id = :id")
                    .bind("refusal", refused.code().name() + " " + refused.detail()).bind("id", command.id()).execute();
        }
        if (command.node().equals(node)) {
            recorder.record(handle, applied);
        }
        return applied;
    }

    /**
     * What the state says. Where this program fails on a command, it fails on it on every node; the command is refused, so
     * that those after it are not held up. A fault of the disk is none of the command's.
     */
    private static Decision decided(State state, Command command) {
        try {
            return State.apply(state, command);
        } catch (StorageException | JdbiException e) {
            throw e;
        } catch (RuntimeException e) {
            LOG.error("The command {} cannot be decided and is refused", command.id(), e);
            return new Decision.Refused(ErrorCode.INTERNAL,
                    "This program fails on the change: " + e.getClass().getSimpleName() + ": " + e.getMessage(), null);
        }
    }

    /** Whether no newer token of the lock has come, within the offsets that are remembered; notes this one then. */
    private static boolean passes(Handle handle, Fence fence, long offset) {
        long newest = handle.createQuery("SELECT token FROM fence WHERE lock = :lock AND log_offset >= :oldest")
                .bind("lock", fence.lock()).bind("oldest", offset - REMEMBERED_OFFSETS).mapTo(Long.class).findOne()
                .orElse(0L);
        if (fence.token() < newest) {
            return false;
        }
        handle.createUpdate("""
                            INSERT INTO fence (lock, token, log_offset) VALUES (:lock, :token, :offset)
                            ON CONFLICT (lock) DO UPDATE SET token = :token, log_offset = :offset
                            """).bind("lock", fence.lock()).bind("token", fence.token()).bind("offset", offset)
                .execute();
        return true;
    }

    @Override
    public @Nullable Decision decided(String commandId) {
        return database.<@Nullable Decision>read(handle -> earlier(handle, commandId).orElse(null));
    }

    private static Optional<Decision> earlier(Handle handle, String commandId) {
        return handle.createQuery("SELECT coalesce(refusal, '') FROM applied_command WHERE id = :id")
                .bind("id", commandId).mapTo(String.class).findOne().map(SqliteReplica::decision);
    }

    /** @param refusal a code and a sentence; empty for what was accepted */
    private static Decision decision(String refusal) {
        int space = refusal.indexOf(' ');
        return space < 0
                ? new Decision.Accepted(List.of(), null, null)
                : new Decision.Refused(ErrorCode.valueOf(refusal.substring(0, space)), refusal.substring(space + 1),
                        null);
    }

    private static void write(Handle handle, Effect effect, Applied applied) {
        switch (effect) {
            case Effect.PutAccount put -> StateRows.put(handle, put.account());
            case Effect.RemoveAccount remove -> StateRows.bury(handle, remove.account(), remove.at());
            case Effect.ForgetDeleted forget ->
                handle.execute("DELETE FROM deleted_user WHERE id = ?", forget.id());
            case Effect.PutRoute put -> {
                String body = StateRows.write(put.route());
                handle.createUpdate("""
                                    INSERT INTO route (id, body) VALUES (:id, :body)
                                    ON CONFLICT (id) DO UPDATE SET body = :body
                                    """).bind("id", put.route().id()).bind("body", body).execute();
                history(handle, put.route().id(), put.route().version(), put.change(), body, applied);
            }
            case Effect.RemoveRoute remove -> {
                handle.createUpdate("DELETE FROM route WHERE id = :id").bind("id", remove.id()).execute();
                history(handle, remove.id(), remove.version(), "deleted", null, applied);
            }
            case Effect.PutKey put -> handle
                    .createUpdate(
                            """
                            INSERT INTO signing_key (id, node, public_key, published_at) VALUES (:id, :node, :key, :at)
                            """)
                    .bind("id", put.key().id()).bind("node", put.key().node()).bind("key", put.key().publicKey())
                    .bind("at", put.key().publishedAt().toEpochMilli()).execute();
            case Effect.RemoveKey remove -> handle.createUpdate("DELETE FROM signing_key WHERE id = :id")
                    .bind("id", remove.id()).execute();
            case Effect.PutMachine put -> StateRows.put(handle, put.machine());
            case Effect.PutJobSecret put -> {
                handle.execute("INSERT OR REPLACE INTO job_secret (job, secret, told_at) VALUES (?, ?, ?)", put.jobId(),
                        put.secret(), put.at().toEpochMilli());
                handle.execute("DELETE FROM job_secret WHERE told_at < ?",
                        put.at().minus(JOB_SECRETS_KEPT).toEpochMilli());
            }
        }
    }

    private static void history(Handle handle, String routeId, long version, String change,
            @Nullable String body, Applied applied) {
        handle.createUpdate("""
                            INSERT INTO route_history (route_id, version, change, body, changed_by, changed_at,
                                                       log_topic, log_partition, log_offset)
                            VALUES (:route, :version, :change, :body, :by, :at, :topic, :partition, :offset)
                            """).bind("route", routeId).bind("version", version).bind("change", change)
                .bind("body", body)
                .bind("by", applied.command().actor().name()).bind("at", applied.command().at().toEpochMilli())
                .bind("topic", applied.position().topic()).bind("partition", applied.position().partition())
                .bind("offset", applied.position().offset()).execute();
    }

    @Override
    public void skipTo(long offset) {
        database.write(handle -> {
            position(handle, offset);
            return offset;
        });
    }

    private static void position(Handle handle, long next) {
        handle.createUpdate("UPDATE change_position SET next_offset = :next WHERE next_offset < :next")
                .bind("next", next).execute();
    }
}
