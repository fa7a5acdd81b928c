package dev.gatehouse.server.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.model.audit.AuditEntry;
import dev.gatehouse.model.audit.AuditEntry.Format;
import dev.gatehouse.model.audit.Receipt;
import dev.gatehouse.model.audit.TopicKind;
import dev.gatehouse.server.log.EventLog;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AuditMasksTest {

    private static final List<String> HIDDEN = List.of("data.actor.ip", "data.after.email");

    private static AuditEntry read(TopicReader reader, String text) {
        return reader.read(new EventLog.Entry(new Receipt("t", 0, 0), "key of ann", text)).entry();
    }

    @Test
    void contentOfWhatIsNoAuditRecordIsNeitherShownNorFoundWhereAnythingIsMasked() {
        TopicReader orders = new TopicReader(TopicKind.FOREIGN, Format.JSON, Map.of("actor", "user"));
        TopicReader lines = new TopicReader(TopicKind.FOREIGN, Format.TEXT, Map.of());
        for (AuditEntry entry : List.of(read(orders, "{\"user\":\"ann\",\"mail\":\"ann@example.org\"}"),
                read(lines, "mail of ann@example.org"), read(TopicReader.AUDIT, "no record: ann@example.org"),
                read(TopicReader.CHANGES, "{\"data\":{\"change\":{\"email\":\"ann@example.org\"}}}"),
                read(TopicReader.ACCESS, "{\"data\":{\"path\":\"/x\",\"agent\":\"ann@example.org\"}}"))) {
            CriterionMatch mail = new CriterionMatch(List.of(new Criterion.Text("example.org")));
            assertThat(mail.test(entry)).isTrue();

            AuditEntry seen = AuditMasks.apply(entry, HIDDEN);

            assertThat(seen.toString()).doesNotContain("example.org", "key of ann");
            assertThat(seen.masked()).contains("data.after");
            assertThat(mail.test(seen)).isFalse();
            assertThat(AuditMasks.apply(entry, List.of())).isSameAs(entry);
        }
    }

    @Test
    void auditRecordWithoutWhatIsMaskedStaysAsItIs() {
        AuditEntry entry = new AuditEntry(new Receipt("t", 0, 0),
                AuditChain.seal(AuditBench.ban("ann", "u1", "r"), "id", "n1", 1, AuditChain.START));

        assertThat(AuditMasks.apply(entry, List.of("data.after.email"))).isSameAs(entry);
    }
}
