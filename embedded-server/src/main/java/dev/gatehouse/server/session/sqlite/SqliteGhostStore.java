package dev.gatehouse.server.session.sqlite;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.gatehouse.model.api.SessionsExchange.Ghost;
import dev.gatehouse.model.json.Json;
import dev.gatehouse.server.call.StorageException;
import dev.gatehouse.server.replica.sqlite.ReplicaDatabase;
import dev.gatehouse.server.session.GhostStore;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/** Ghosts in the replica's table {@code ghost_session}. */
public final class SqliteGhostStore implements GhostStore {

    private final ReplicaDatabase replica;

    public SqliteGhostStore(ReplicaDatabase replica) {
        this.replica = replica;
    }

    @Override
    public void add(Collection<Ghost> ghosts) {
        if (ghosts.isEmpty()) {
            return;
        }
        replica.<int[]>write(handle -> {
            var batch = handle.prepareBatch("INSERT INTO ghost_session (found_at_millis, ghost) VALUES (?, ?)");
            ghosts.forEach(ghost -> batch.bind(0, ghost.foundAt().toEpochMilli()).bind(1, json(ghost)).add());
            return batch.execute();
        });
    }

    @Override
    public long count() {
        return replica.<Long>read(
                handle -> handle.createQuery("SELECT count(*) FROM ghost_session").mapTo(Long.class).one());
    }

    @Override
    public List<Ghost> newest(int offset, int limit) {
        return replica.<List<String>>read(handle -> handle
                .createQuery("SELECT ghost FROM ghost_session ORDER BY found_at_millis DESC, id DESC LIMIT ? OFFSET ?")
                .bind(0, limit).bind(1, offset).mapTo(String.class).list()).stream().map(SqliteGhostStore::ghost)
                .toList();
    }

    @Override
    public void forgetBefore(Instant moment) {
        replica.<Integer>write(handle -> handle.execute("DELETE FROM ghost_session WHERE found_at_millis < ?",
                moment.toEpochMilli()));
    }

    private static String json(Ghost ghost) {
        try {
            return Json.LENIENT.writeValueAsString(ghost);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A ghost cannot be written as JSON.", e);
        }
    }

    private static Ghost ghost(String json) {
        try {
            return Json.LENIENT.readValue(json, Ghost.class);
        } catch (JsonProcessingException e) {
            throw new StorageException("The table ghost_session of replica.db holds a row that cannot be read.", e);
        }
    }
}
