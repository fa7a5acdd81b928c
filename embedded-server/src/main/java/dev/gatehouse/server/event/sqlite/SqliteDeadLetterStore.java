package dev.gatehouse.server.event.sqlite;

import dev.gatehouse.model.audit.Receipt;
import dev.gatehouse.model.health.DeadLetter;
import dev.gatehouse.server.event.DeadLetterStore;
import dev.gatehouse.server.replica.sqlite.ReplicaDatabase;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Dead letters in the replica's table {@code dead_letter}. */
public final class SqliteDeadLetterStore implements DeadLetterStore {

    private final ReplicaDatabase replica;
    private final String node;

    /** @param node whose replica it is */
    public SqliteDeadLetterStore(ReplicaDatabase replica, String node) {
        this.replica = replica;
        this.node = node;
    }

    @Override
    public void put(DeadLetter letter) {
        Receipt position = letter.position();
        replica.<Integer>write(handle -> handle.createUpdate("""
                                                             INSERT OR REPLACE INTO dead_letter
                                                                 (id, follower, key, what, log_topic, log_partition,
                                                                  log_offset, error, attempts, first_at, last_at, trace)
                                                             VALUES (:id, :follower, :key, :what, :topic, :partition,
                                                                     :offset, :error, :attempts, :first, :last, :trace)
                                                             """)
                .bind("id", letter.id())
                .bind("follower", letter.follower())
                .bind("key", letter.key())
                .bind("what", letter.what())
                .bind("topic", position == null ? null : position.topic())
                .bind("partition", position == null ? null : position.partition())
                .bind("offset", position == null ? null : position.offset())
                .bind("error", letter.error())
                .bind("attempts", letter.attempts())
                .bind("first", letter.firstAt().toEpochMilli())
                .bind("last", letter.lastAt().toEpochMilli())
                .bind("trace", letter.traceId())
                .execute());
    }

    @Override
    public List<DeadLetter> all() {
        return replica.read(handle -> handle.createQuery("SELECT * FROM dead_letter ORDER BY id")
                .map((row, context) -> letter(row)).list());
    }

    @Override
    public @Nullable DeadLetter find(String id) {
        return replica.<@Nullable DeadLetter>read(handle -> handle
                .createQuery("SELECT * FROM dead_letter WHERE id = :id").bind("id", id)
                .map((row, context) -> letter(row)).findOne().orElse(null));
    }

    @Override
    public void tried(String id, int attempts, String error, Instant at) {
        replica.<Integer>write(handle -> handle.execute(
                "UPDATE dead_letter SET attempts = ?, error = ?, last_at = ? WHERE id = ?", attempts, error,
                at.toEpochMilli(), id));
    }

    @Override
    public boolean remove(String id) {
        return replica.<Integer>write(handle -> handle.execute("DELETE FROM dead_letter WHERE id = ?", id)) == 1;
    }

    private DeadLetter letter(ResultSet row) throws SQLException {
        String topic = row.getString("log_topic");
        Receipt position = topic == null ? null
                : new Receipt(topic, row.getInt("log_partition"), row.getLong("log_offset"));
        return new DeadLetter(row.getString("id"), node, row.getString("follower"), row.getString("key"),
                row.getString("what"), position, row.getString("error"), row.getInt("attempts"),
                Instant.ofEpochMilli(row.getLong("first_at")), Instant.ofEpochMilli(row.getLong("last_at")),
                row.getString("trace"));
    }
}
