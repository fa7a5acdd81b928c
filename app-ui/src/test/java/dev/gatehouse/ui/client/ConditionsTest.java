package dev.gatehouse.ui.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.ui.Rows;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ConditionsTest {

    private final Conditions conditions = new Conditions(false);

    @Test
    void whatFlowsIsOfNowAndGrowsOlderOnceItStandsStill() {
        conditions.flows(Source.AUDIT_TAIL, Duration.ofSeconds(2), Rows.NOON);

        assertThat(conditions.seen(Set.of(Source.AUDIT_TAIL), Rows.NOON.plusSeconds(720)))
                .isEqualTo(new Conditions.Seen(Rows.NOON.plusSeconds(718), false));
        conditions.still(Source.AUDIT_TAIL, Rows.NOON.plusSeconds(720));
        assertThat(conditions.seen(Set.of(Source.AUDIT_TAIL), Rows.NOON.plusSeconds(4_000)))
                .isEqualTo(new Conditions.Seen(Rows.NOON.plusSeconds(718), false));
    }

    @Test
    void listIsAsOldAsItsFirstPageWhateverElseWasAskedFor() {
        assertThat(Source.of("/api/v1/audit?q=a&limit=100")).isEqualTo(Source.AUDIT);
        assertThat(Source.of("/api/v1/audit?q=a&cursor=7&limit=100")).isEqualTo(Source.OTHER);
        assertThat(Source.of("/api/v1/audit/complete?q=a&at=1")).isEqualTo(Source.OTHER);
        assertThat(Source.of("/api/v1/audit/counts?buckets=96")).isEqualTo(Source.OTHER);
        assertThat(Source.of("/api/v1/audit/groups?by=session")).isEqualTo(Source.AUDIT_GROUPS);
        assertThat(Source.of("/api/v1/traces?order=newest")).isEqualTo(Source.TRACES);
        assertThat(Source.of("/api/v1/traces/abc")).isEqualTo(Source.TRACES);
        assertThat(Source.of("/api/v1/users/u1/timeline")).isEqualTo(Source.OTHER);
        assertThat(Source.of("/api/v1/sessions?fresh=true")).isEqualTo(Source.SNAPSHOT);
    }
}
