package dev.gatehouse.server.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.model.audit.Actor;
import dev.gatehouse.model.audit.Receipt;
import dev.gatehouse.server.log.sqlite.SqliteReplica;
import dev.gatehouse.server.replica.sqlite.ReplicaDatabase;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands under a lock, applied to a real replica. */
class FenceTest {

    @TempDir
    private Path folder;

    private ReplicaDatabase database;
    private Replica replica;
    private long offset;

    @BeforeEach
    void open() {
        database = new ReplicaDatabase(folder);
        replica = new SqliteReplica(database, "n1", (handle, applied) -> {});
    }

    @AfterEach
    void close() {
        database.close();
    }

    private Decision applied(String commandId, Change change, long token) {
        Command command = new Command(commandId, "n1", Instant.EPOCH, Actor.SYSTEM, null, null, change,
                new Fence("job/j1", token));
        return replica.apply(List.of(new Replica.Positioned(new Receipt("changes", 0, offset++), command))).getFirst()
                .decision();
    }

    private static Change user(String name) {
        return new Change.CreateUser("u-" + name, name, null, null, Set.of(), "");
    }

    @Test
    void whoeverLostTheLockIsRefusedAndTheNextOneDoesTheSameUnderTheSameId() {
        assertThat(applied("claim1", new Change.ClaimJob("j1", null), 5)).isInstanceOf(Decision.Accepted.class);
        assertThat(applied("row1", user("ann"), 5)).isInstanceOf(Decision.Accepted.class);
        assertThat(applied("claim2", new Change.ClaimJob("j1", null), 7)).isInstanceOf(Decision.Accepted.class);

        assertThat(applied("row2", user("bob"), 5)).isInstanceOf(Decision.Refused.class);

        assertThat(applied("row1", user("ann"), 7)).isInstanceOf(Decision.Accepted.class);
        assertThat(applied("row2", user("bob"), 7)).isInstanceOf(Decision.Accepted.class);
        assertThat(applied("claim3", new Change.ClaimJob("j1", null), 6)).isInstanceOf(Decision.Refused.class);
    }
}
