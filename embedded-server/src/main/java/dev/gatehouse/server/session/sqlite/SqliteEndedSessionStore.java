package dev.gatehouse.server.session.sqlite;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.gatehouse.model.json.Json;
import dev.gatehouse.model.session.EndedSession;
import dev.gatehouse.server.call.StorageException;
import dev.gatehouse.server.replica.sqlite.ReplicaDatabase;
import dev.gatehouse.server.session.EndedSessionStore;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sessions that are over, in the replica's table {@code ended_session}. */
public final class SqliteEndedSessionStore implements EndedSessionStore {

    private final ReplicaDatabase replica;

    public SqliteEndedSessionStore(ReplicaDatabase replica) {
        this.replica = replica;
    }

    @Override
    public void add(Collection<EndedSession> sessions) {
        if (sessions.isEmpty()) {
            return;
        }
        replica.<int[]>write(handle -> {
            var batch = handle.prepareBatch(
                    "INSERT OR IGNORE INTO ended_session (sid, ended_at_millis, connected_at_millis, session)"
                            + " VALUES (?, ?, ?, ?)");
            for (EndedSession ended : sessions) {
                batch.bind(0, ended.session().sid()).bind(1, ended.endedAt().toEpochMilli())
                        .bind(2, ended.session().connectedAt().toEpochMilli()).bind(3, json(ended)).add();
            }
            return batch.execute();
        });
    }

    @Override
    public void remove(Collection<EndedSession> sessions) {
        replica.<int[]>write(handle -> {
            var batch = handle.prepareBatch("DELETE FROM ended_session WHERE sid = ? AND ended_at_millis = ?");
            sessions.forEach(ended -> batch.bind(0, ended.session().sid()).bind(1, ended.endedAt().toEpochMilli())
                    .add());
            return batch.execute();
        });
    }

    @Override
    public long count() {
        return replica.<Long>read(
                handle -> handle.createQuery("SELECT count(*) FROM ended_session").mapTo(Long.class).one());
    }

    @Override
    public List<EndedSession> newest(int offset, int limit) {
        return replica.<List<String>>read(handle -> handle
                .createQuery("SELECT session FROM ended_session ORDER BY ended_at_millis DESC, rowid DESC"
                        + " LIMIT ? OFFSET ?")
                .bind(0, limit).bind(1, offset).mapTo(String.class).list()).stream()
                .map(SqliteEndedSessionStore::ended).toList();
    }

    @Override
    public List<EndedSession> ofUser(String userId, @Nullable Instant from, @Nullable Instant until, int limit) {
        return replica.<List<String>>read(handle -> handle
                .createQuery("SELECT session FROM ended_session WHERE json_extract(session, '$.session.user') = ?"
                        + " AND ended_at_millis >= ? AND ended_at_millis < ?"
                        + " ORDER BY ended_at_millis DESC, rowid DESC LIMIT ?")
                .bind(0, userId).bind(1, from == null ? Long.MIN_VALUE : from.toEpochMilli())
                .bind(2, until == null ? Long.MAX_VALUE : until.toEpochMilli()).bind(3, limit)
                .mapTo(String.class).list()).stream().map(SqliteEndedSessionStore::ended).toList();
    }

    @Override
    public void forgetBefore(Instant moment) {
        replica.<Integer>write(handle -> handle.execute("DELETE FROM ended_session WHERE ended_at_millis < ?",
                moment.toEpochMilli()));
    }

    private static String json(EndedSession ended) {
        try {
            return Json.LENIENT.writeValueAsString(ended);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A session cannot be written as JSON.", e);
        }
    }

    private static EndedSession ended(String json) {
        try {
            return Json.LENIENT.readValue(json, EndedSession.class);
        } catch (JsonProcessingException e) {
            throw new StorageException("The table ended_session of replica.db holds a row that cannot be read.", e);
        }
    }
}
