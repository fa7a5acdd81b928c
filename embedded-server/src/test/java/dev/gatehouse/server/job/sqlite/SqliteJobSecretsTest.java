package dev.gatehouse.server.job.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.model.audit.Actor;
import dev.gatehouse.model.audit.Receipt;
import dev.gatehouse.server.fixture.SettableClock;
import dev.gatehouse.server.log.Change;
import dev.gatehouse.server.log.Command;
import dev.gatehouse.server.log.Replica;
import dev.gatehouse.server.log.sqlite.SqliteReplica;
import dev.gatehouse.server.replica.sqlite.ReplicaDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteJobSecretsTest {

    @Test
    void everyNodeKnowsTheKeyOfAJobUntilItIsOver(@TempDir Path folder) {
        SettableClock clock = new SettableClock();
        try (ReplicaDatabase database = new ReplicaDatabase(folder)) {
            SqliteReplica replica = new SqliteReplica(database, "other", (handle, applied) -> {});
            SqliteJobSecrets secrets = new SqliteJobSecrets(database, (job, secret, actor) -> replica
                    .apply(List.of(new Replica.Positioned(new Receipt("changes", 0, 0), new Command("c-" + job, "n1",
                            clock.instant(), actor, null, null, new Change.ClaimJob(job, secret))))),
                    clock);

            String secret = secrets.share("j1", Actor.SYSTEM);
            String other = secrets.share("j2", Actor.SYSTEM);

            assertThat(Base64.getDecoder().decode(secret)).hasSize(32);
            assertThat(secrets.find("j1")).isEqualTo(secret).isNotEqualTo(other);
            secrets.keepOnly(job -> false);
            assertThat(secrets.find("j1")).isEqualTo(secret);
            clock.pass(Duration.ofHours(2));
            secrets.keepOnly("j2"::equals);
            assertThat(secrets.find("j1")).isNull();
            assertThat(secrets.find("j2")).isEqualTo(other);
        }
    }
}
