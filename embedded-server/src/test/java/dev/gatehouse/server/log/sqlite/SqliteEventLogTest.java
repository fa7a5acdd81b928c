package dev.gatehouse.server.log.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.server.log.EventLog;
import dev.gatehouse.server.log.EventLogContract;
import dev.gatehouse.server.sqlite.SqliteFile;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteEventLogTest extends EventLogContract {

    @TempDir
    Path folder;

    @SuppressWarnings("NullAway.Init") // opened before each test
    private SqliteFile file;

    @Override
    protected void closeStore() {
        file.close();
    }

    @Override
    protected EventLog open() {
        file = SqliteEventLog.openFile(folder);
        return new SqliteEventLog(file, "changes");
    }

    @Override
    protected EventLog reopen() {
        return new SqliteEventLog(file, "changes");
    }

    @Override
    protected void truncate(long offset) {
        file.<Integer>write(handle -> handle.execute("DELETE FROM log_record WHERE \"offset\" < ?", offset));
    }

    @Test
    void topicsOfOneFileDoNotMix() {
        try (SqliteEventLog other = new SqliteEventLog(file, "audit")) {
            append("mine");
            assertThat(join(other.append("k", "theirs")).offset()).isZero();
            assertThat(log.ends()).isEqualTo(Map.of(0, 1L));
        }
    }

    @Test
    void offsetsGoOnWhereAllWasForgotten() {
        append("v0");
        truncate(1);
        Seen seen = subscribe(Map.of());
        assertThat(append("v1").offset()).isEqualTo(1);
        await().atMost(LONG).until(() -> seen.values().contains("v1"));
    }
}
