package dev.gatehouse.server.session.sqlite;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.gatehouse.model.json.Json;
import dev.gatehouse.model.session.EndedSession;
import dev.gatehouse.model.session.Session;
import dev.gatehouse.server.call.StorageException;
import dev.gatehouse.server.replica.sqlite.ReplicaDatabase;
import dev.gatehouse.server.session.EndedFilter;
import dev.gatehouse.server.session.EndedSessionStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sessions that are over, in the replica's table {@code ended_session}, and what is needed to know of them all. */
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
            var noLonger = handle.prepareBatch("DELETE FROM online_session WHERE sid = ? AND connected_at_millis = ?");
            sessions.forEach(ended -> noLonger.bind(0, ended.session().sid())
                    .bind(1, ended.session().connectedAt().toEpochMilli()).add());
            noLonger.execute();
            return batch.execute();
        });
    }

    @Override
    public void begin(Collection<Session> sessions) {
        if (sessions.isEmpty()) {
            return;
        }
        replica.<int[]>write(handle -> {
            var batch = handle.prepareBatch(
                    "INSERT OR REPLACE INTO online_session (sid, connected_at_millis, session) VALUES (?, ?, ?)");
            sessions.forEach(session -> batch.bind(0, session.sid()).bind(1, session.connectedAt().toEpochMilli())
                    .bind(2, json(session)).add());
            return batch.execute();
        });
    }

    @Override
    public List<Session> begun() {
        return replica.<List<String>>read(
                handle -> handle.createQuery("SELECT session FROM online_session").mapTo(String.class).list()).stream()
                .map(json -> read(json, Session.class)).toList();
    }

    @Override
    public List<EndedSession> at(Instant moment) {
        return replica.<List<String>>read(handle -> handle
                .createQuery("SELECT session FROM ended_session WHERE ended_at_millis > ? AND connected_at_millis <= ?")
                .bind(0, moment.toEpochMilli()).bind(1, moment.toEpochMilli()).mapTo(String.class).list()).stream()
                .map(SqliteEndedSessionStore::ended).toList();
    }

    @Override
    public Iterator<EndedSession> onlineAt(Instant moment) {
        return new EndedPages(replica, EndedPages.Order.BY_END, moment.toEpochMilli() + 1, Long.MAX_VALUE,
                moment.toEpochMilli());
    }

    @Override
    public Iterator<EndedSession> ended(Instant from, Instant until, boolean newestFirst) {
        return new EndedPages(replica, newestFirst ? EndedPages.Order.BY_END_NEWEST_FIRST : EndedPages.Order.BY_END,
                from.toEpochMilli(), until.toEpochMilli(), Long.MAX_VALUE);
    }

    @Override
    public Iterator<EndedSession> connected(Instant from, Instant until) {
        return new EndedPages(replica, EndedPages.Order.BY_BEGINNING, from.toEpochMilli(), until.toEpochMilli(),
                Long.MAX_VALUE);
    }

    @Override
    public void heard(Span span) {
        replica.<Integer>write(handle -> handle.execute(
                "INSERT INTO presence_span (from_millis, until_millis) VALUES (?, ?)"
                        + " ON CONFLICT (from_millis) DO UPDATE SET until_millis = excluded.until_millis",
                span.from().toEpochMilli(), span.until().toEpochMilli()));
    }

    @Override
    public @Nullable Span spanOf(Instant moment) {
        return replica.<@Nullable Span>read(handle -> handle
                .createQuery("SELECT from_millis, until_millis FROM presence_span"
                        + " ORDER BY (from_millis <= ? AND until_millis >= ?) DESC, from_millis DESC LIMIT 1")
                .bind(0, moment.toEpochMilli()).bind(1, moment.toEpochMilli())
                .map((row, _) -> new Span(Instant.ofEpochMilli(row.getLong(1)), Instant.ofEpochMilli(row.getLong(2))))
                .findOne().orElse(null));
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

    /** Looks for words in the JSON first, and makes sessions of those rows only that have them all. */
    @Override
    public Found find(EndedFilter filter, int offset, int limit) {
        List<String> parts = filter.parts();
        String where = parts.isEmpty()
                ? ""
                : " WHERE " + String.join(" AND ", Collections.nCopies(parts.size(), "session LIKE ? ESCAPE '!'"));
        return replica.<Found>read(handle -> {
            var query = handle.createQuery(
                    "SELECT session FROM ended_session" + where + " ORDER BY ended_at_millis DESC, rowid DESC");
            for (int at = 0; at < parts.size(); at++) {
                query.bind(at, "%" + parts.get(at).replace("_", "!_") + "%");
            }
            long total = 0;
            List<EndedSession> newest = new ArrayList<>();
            try (var rows = query.mapTo(String.class).iterator()) {
                while (rows.hasNext()) {
                    EndedSession over = ended(rows.next());
                    if (filter.test(over)) {
                        if (total >= offset && newest.size() < limit) {
                            newest.add(over);
                        }
                        total++;
                    }
                }
            }
            return new Found(total, newest);
        });
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
        replica.<Integer>write(
                handle -> handle.execute("DELETE FROM presence_span WHERE until_millis < ?", moment.toEpochMilli())
                        + handle.execute("DELETE FROM ended_session WHERE ended_at_millis < ?", moment.toEpochMilli()));
    }

    private static String json(Object written) {
        try {
            return Json.LENIENT.writeValueAsString(written);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A session cannot be written as JSON.", e);
        }
    }

    static EndedSession ended(String json) {
        return read(json, EndedSession.class);
    }

    private static <T> T read(String json, Class<T> type) {
        try {
            return Json.LENIENT.readValue(json, type);
        } catch (JsonProcessingException e) {
            throw new StorageException("A session in replica.db cannot be read.", e);
        }
    }
}
