package dev.gatehouse.server.intent.sqlite;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.gatehouse.model.audit.Actor;
import dev.gatehouse.model.intent.Intent;
import dev.gatehouse.model.json.Json;
import dev.gatehouse.server.call.StorageException;
import dev.gatehouse.server.intent.IntentStore;
import dev.gatehouse.server.intent.KeptIntent;
import dev.gatehouse.server.log.Change;
import dev.gatehouse.server.replica.sqlite.ReplicaDatabase;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Intents in the replica's table {@code intent}. */
public final class SqliteIntentStore implements IntentStore {

    private static final String COLUMNS = "SELECT command_id, intent, actor, change FROM intent ";

    private final ReplicaDatabase replica;

    public SqliteIntentStore(ReplicaDatabase replica) {
        this.replica = replica;
    }

    @Override
    public void put(KeptIntent kept, @Nullable Instant endedAt) {
        replica.<Integer>write(handle -> handle
                .createUpdate("""
                              INSERT INTO intent (id, command_id, state, ended_millis, intent, actor, change)
                              VALUES (:id, :command, :state, :ended, :intent, :actor, :change)
                              ON CONFLICT (id) DO UPDATE SET command_id = :command, state = :state,
                                  ended_millis = :ended, intent = :intent, actor = :actor, change = :change""")
                .bind("id", kept.intent().id())
                .bind("command", kept.commandId())
                .bind("state", kept.intent().state().name())
                .bind("ended", endedAt == null ? null : (Long) endedAt.toEpochMilli())
                .bind("intent", written(Intent.class, kept.intent()))
                .bind("actor", written(Actor.class, kept.actor()))
                .bind("change", written(Change.class, kept.change()))
                .execute());
    }

    @Override
    public @Nullable KeptIntent find(String id) {
        return replica.<@Nullable KeptIntent>read(handle -> handle.createQuery(COLUMNS + "WHERE id = :id")
                .bind("id", id).map((row, _) -> kept(row)).findOne().orElse(null));
    }

    @Override
    public List<KeptIntent> unfinished() {
        return replica.read(handle -> handle.createQuery(COLUMNS + "WHERE ended_millis IS NULL ORDER BY seq")
                .map((row, _) -> kept(row)).list());
    }

    @Override
    public List<KeptIntent> ended(int most) {
        return replica.read(handle -> handle
                .createQuery(
                        COLUMNS + "WHERE ended_millis IS NOT NULL ORDER BY ended_millis DESC, seq DESC LIMIT :most")
                .bind("most", most).map((row, _) -> kept(row)).list());
    }

    @Override
    public void forget(Instant time) {
        replica.<Integer>write(handle -> handle.createUpdate("DELETE FROM intent WHERE ended_millis < :time")
                .bind("time", time.toEpochMilli()).execute());
    }

    private static KeptIntent kept(ResultSet row) throws SQLException {
        return new KeptIntent(read(Intent.class, row.getString("intent")), row.getString("command_id"),
                read(Actor.class, row.getString("actor")), read(Change.class, row.getString("change")));
    }

    private static String written(Class<?> type, Object value) {
        try {
            return Json.LENIENT.writerFor(type).writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("An intent cannot be written", e);
        }
    }

    private static <T> T read(Class<T> type, String text) {
        try {
            return Json.LENIENT.readValue(text, type);
        } catch (JsonProcessingException e) {
            throw new StorageException("An intent in the replica cannot be read: " + e.getOriginalMessage(), e);
        }
    }
}
