package dev.gatehouse.server.audit;

import static dev.gatehouse.server.audit.AuditBench.LONG;
import static dev.gatehouse.server.audit.AuditBench.ban;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.server.log.EventLog;
import dev.gatehouse.server.log.sqlite.SqliteEventLog;
import dev.gatehouse.server.sqlite.SqliteFile;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditCrashTest {

    private static final int BEFORE_THE_KILL = 150;

    @TempDir
    Path folder;

    /** A node that records until it is killed, and prints the seq of each record that is safe. */
    static final class Victim {

        private Victim() {}

        public static void main(String[] arguments) {
            Path folder = Path.of(arguments[0]);
            SqliteFile file = SqliteEventLog.openFile(folder);
            AuditBench bench = new AuditBench(folder, "n1", new SqliteEventLog(file, "gatehouse.audit"));
            for (int i = 1; true; i++) {
                bench.journal.note(ban("ann", "u" + i, "r" + i));
                System.out.println("safe " + i);
            }
        }
    }

    @Test
    void killedNodeHasEveryRecordOnceAfterItsRestart() throws IOException, InterruptedException {
        List<String> safe = killMidway();
        try (SqliteFile file = SqliteEventLog.openFile(folder);
                EventLog log = new SqliteEventLog(file, "gatehouse.audit");
                AuditBench bench = new AuditBench(folder, "n1", log)) {
            await().atMost(LONG).until(() -> bench.relay.queueLength() == 0 && bench.query.coverage().complete());
            List<String> found = new ArrayList<>();
            bench.index.chain("n1", link -> found.add("safe " + link.seq()));
            assertThat(found).hasSizeGreaterThanOrEqualTo(safe.size()).doesNotHaveDuplicates().containsAll(safe);
            AuditVerifier.Verdict verdict = new AuditVerifier(bench.index).verify("n1");
            assertThat(verdict.explanation()).isNull();
            assertThat(verdict.sound()).isEqualTo(found.size());
        }
    }

    private List<String> killMidway() throws IOException, InterruptedException {
        Process victim = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"),
                Victim.class.getName(), folder.toString()).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        List<String> safe = new ArrayList<>();
        try (BufferedReader out = victim.inputReader(StandardCharsets.UTF_8)) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                if (line.matches("safe \\d+")) {
                    safe.add(line);
                }
                if (safe.size() == BEFORE_THE_KILL) {
                    victim.toHandle().destroyForcibly();
                }
            }
        } finally {
            victim.destroyForcibly();
        }
        assertThat(victim.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(safe).hasSizeGreaterThanOrEqualTo(BEFORE_THE_KILL);
        return safe;
    }
}
