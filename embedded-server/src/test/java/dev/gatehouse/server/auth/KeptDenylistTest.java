package dev.gatehouse.server.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.server.auth.memory.MemoryDenylist;
import dev.gatehouse.server.auth.sqlite.SqliteDenylist;
import dev.gatehouse.server.replica.sqlite.ReplicaDatabase;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The copy of the denylist in a real replica. */
class KeptDenylistTest {

    private static final Clock CLOCK = Clock.systemUTC();
    private static final int MANY = 5_000;

    @Test
    void whatOthersDeniedIsKnownAtOnceAndKeptSoon(@TempDir Path folder) {
        try (ReplicaDatabase database = new ReplicaDatabase(folder)) {
            MemoryDenylist shared = new MemoryDenylist(CLOCK);
            SqliteDenylist own = new SqliteDenylist(database, CLOCK);
            Instant until = Instant.ofEpochMilli(CLOCK.millis() + 60_000);
            Map<String, Instant> many = new HashMap<>();
            for (int i = 0; i < MANY; i++) {
                many.put("h" + i, until);
            }
            shared.denyAll(many);
            own.deny("mine", until);
            try (KeptDenylist kept = new KeptDenylist(shared, own)) {
                assertThat(kept.all()).hasSize(MANY + 1);
                assertThat(shared.all()).containsKey("mine");
                await().untilAsserted(() -> assertThat(own.all()).hasSize(MANY + 1));
                kept.heard("theirs", until);
            }
            assertThat(own.all()).containsEntry("theirs", until).containsAllEntriesOf(many);
        }
    }
}
