package dev.gatehouse.server.audit;

import static dev.gatehouse.server.audit.AuditBench.ban;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.gatehouse.model.audit.Receipt;
import dev.gatehouse.server.log.EventLog;
import dev.gatehouse.server.log.sqlite.SqliteEventLog;
import dev.gatehouse.server.sqlite.SqliteFile;
import java.math.BigDecimal;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init") // opened before each test
class AuditVerifierTest {

    @TempDir
    Path folder;

    private SqliteFile file;
    private EventLog log;
    private AuditBench bench;

    @BeforeEach
    void writeRecords() {
        file = SqliteEventLog.openFile(folder);
        log = new SqliteEventLog(file, "gatehouse.audit");
        bench = new AuditBench(folder, "n1", log);
        for (int i = 1; i <= 5; i++) {
            bench.journal.write(ban("ann", "u" + i, "reason " + i + " 广告"));
        }
        bench.awaitIndexed(5);
    }

    @AfterEach
    void close() {
        bench.close();
        log.close();
        file.close();
    }

    @Test
    void untouchedChainHolds() {
        AuditVerifier.Verdict verdict = verify();
        assertThat(verdict.holds()).isTrue();
        assertThat(verdict.sound()).isEqualTo(5);
    }

    @Test
    void changedRecordIsNamed() {
        change("UPDATE audit_record SET event = replace(event, 'reason 3', 'reason X') WHERE seq = 3");
        AuditVerifier.Verdict verdict = verify();
        assertThat(verdict.sound()).isEqualTo(2);
        assertThat(verdict.brokenAt()).isEqualTo(new Receipt("gatehouse.audit", 0, 2));
        assertThat(verdict.explanation()).contains("record 3").contains("changed");
    }

    @Test
    void missingRecordIsNamed() {
        change("DELETE FROM audit_record WHERE seq = 2");
        assertThat(verify().explanation()).contains("records 2 to 2 are missing");
    }

    @Test
    void recordSealedAnewDoesNotFollow() {
        String forged = AuditChain.text(AuditChain.seal(ban("ann", "u3", "forged"), "id", "n1", 3, "f".repeat(64)));
        bench.replica.<Integer>write(
                handle -> handle.execute("UPDATE audit_record SET event = ? WHERE seq = 3", forged));
        assertThat(verify().explanation()).contains("record 3").contains("does not follow");
    }

    @Test
    void hashIsTheSameHoweverTheJsonIsWritten() {
        JsonNode before = JsonNodeFactory.instance.objectNode()
                .put("b", new BigDecimal("1.50"))
                .put("a", 0.1f)
                .put("c", 1e21)
                .putNull("d")
                .put("e", "\u0001\"\\/广告");
        var event = AuditChain.seal(ban("ann", "u1", "r").withChange(before, null), "id", "n1", 1, AuditChain.START);
        JsonNode read = AuditChain.parse(AuditChain.parse(AuditChain.text(event)).toPrettyString());
        assertThat(AuditChain.hash(read)).isEqualTo(event.data().hash()).hasSize(64);
    }

    private void change(String sql) {
        bench.replica.<Integer>write(handle -> {
            handle.execute("PRAGMA defer_foreign_keys = ON");
            return handle.execute(sql);
        });
    }

    private AuditVerifier.Verdict verify() {
        return new AuditVerifier(bench.index).verify("n1");
    }
}
