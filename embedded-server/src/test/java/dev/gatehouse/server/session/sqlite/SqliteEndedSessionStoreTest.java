package dev.gatehouse.server.session.sqlite;

import static dev.gatehouse.server.session.Sessions.session;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.model.session.EndedSession;
import dev.gatehouse.server.replica.sqlite.ReplicaDatabase;
import dev.gatehouse.server.session.Sessions;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteEndedSessionStoreTest {

    @TempDir
    Path folder;

    @Test
    void newestComeFirstAndOldOnesAreForgotten() {
        try (ReplicaDatabase replica = new ReplicaDatabase(folder)) {
            var store = new SqliteEndedSessionStore(replica);
            EndedSession old = ended("s1", 0);
            EndedSession recent = ended("s2", 60);

            store.add(List.of(old, recent));
            store.add(List.of(old));

            assertThat(store.count()).isEqualTo(2);
            assertThat(store.newest(0, 10)).containsExactly(recent, old);
            assertThat(store.newest(1, 1)).containsExactly(old);
            store.forgetBefore(Sessions.BEGIN.plusSeconds(30));
            assertThat(store.newest(0, 10)).containsExactly(recent);
        }
    }

    private static EndedSession ended(String sid, long seconds) {
        return new EndedSession(session(sid, "ann", "n1"), Sessions.BEGIN.plusSeconds(seconds), 4001, "kicked", "root");
    }
}
