package dev.gatehouse.server.auth.sqlite;

import dev.gatehouse.server.auth.Denylist;
import dev.gatehouse.server.replica.sqlite.ReplicaDatabase;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Denials that outlive this node's process. */
public final class SqliteDenylist implements Denylist {

    private final ReplicaDatabase database;
    private final Clock clock;

    public SqliteDenylist(ReplicaDatabase database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    @Override
    public void deny(String sessionHash, Instant until) {
        denyAll(Map.of(sessionHash, until));
    }

    @Override
    public void denyAll(Map<String, Instant> denials) {
        if (denials.isEmpty()) {
            return;
        }
        database.<int[]>write(handle -> {
            handle.createUpdate("DELETE FROM denial WHERE until_millis < :now").bind("now", clock.millis()).execute();
            PreparedBatch batch = handle.prepareBatch("""
                                                      INSERT INTO denial (session_hash, until_millis)
                                                      VALUES (:hash, :until)
                                                      ON CONFLICT (session_hash) DO UPDATE SET until_millis = :until
                                                      """);
            denials.forEach((hash, until) -> batch.bind("hash", hash).bind("until", until.toEpochMilli()).add());
            return batch.execute();
        });
    }

    @Override
    public Set<String> denied(Collection<String> hashes) {
        Set<String> denied = new HashSet<>(all().keySet());
        denied.retainAll(hashes);
        return denied;
    }

    @Override
    public Map<String, Instant> all() {
        return database.read(handle -> {
            Map<String, Instant> denied = new HashMap<>();
            handle.createQuery("SELECT session_hash, until_millis FROM denial WHERE until_millis >= :now")
                    .bind("now", clock.millis()).map((row, _) -> Map.entry(row.getString("session_hash"),
                            Instant.ofEpochMilli(row.getLong("until_millis"))))
                    .forEach(entry -> denied.put(entry.getKey(), entry.getValue()));
            return denied;
        });
    }
}
