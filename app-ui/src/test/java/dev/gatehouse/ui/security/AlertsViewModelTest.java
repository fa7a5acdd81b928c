package dev.gatehouse.ui.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.model.audit.AuditEntry;
import dev.gatehouse.ui.Rows;
import dev.gatehouse.ui.TestConsole;
import dev.gatehouse.ui.client.ConsoleClient;
import dev.gatehouse.ui.client.WindowRows;
import dev.gatehouse.ui.task.Notices;
import dev.gatehouse.ui.task.SameThreadTaskRunner;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AlertsViewModelTest {

    private final List<String> led = new ArrayList<>();
    private final Notices notices = new Notices();
    private final ConsoleClient client = TestConsole.clientOfNobody();
    private final AlertsViewModel model = new AlertsViewModel(client, TestConsole.feedOfNobody(client),
            new SameThreadTaskRunner(), notices, Clock.fixed(Rows.NOON, ZoneOffset.UTC));

    private static AuditEntry attack(long offset, String resource) {
        return Rows.audit(offset, "auth.locked", resource, Rows.NOON.plusSeconds(offset));
    }

    private void hears(Alert.Kind kind, AuditEntry... newestFirst) {
        model.tail(kind)
                .apply(new WindowRows<>(List.of(newestFirst), newestFirst.length, 0, Rows.NOON, null));
    }

    @Test
    void stormIsOneAlertThatCounts() {
        hears(Alert.Kind.LOCKED, attack(1, "lock/ip/10.0.0.9"));
        hears(Alert.Kind.LOCKED, attack(3, "lock/ip/10.0.0.7"), attack(2, "lock/ip/10.0.0.8"),
                attack(1, "lock/ip/10.0.0.9"));

        assertThat(model.open()).hasSize(1);
        assertThat(model.open().getFirst().count()).isEqualTo(3);
        assertThat(model.open().getFirst().name()).isEqualTo("10.0.0.7");
    }

    @Test
    void kindsStandBesideEachOther() {
        hears(Alert.Kind.LOCKED, attack(1, "lock/ip/10.0.0.9"));
        hears(Alert.Kind.REFRESH_REUSED, Rows.audit(2, "auth.refresh-reused", "session/s1", Rows.NOON));

        assertThat(model.open()).extracting(Alert::kind)
                .containsExactly(Alert.Kind.REFRESH_REUSED, Alert.Kind.LOCKED);
        assertThat(model.open().getFirst().user()).isEqualTo("01A");
        assertThat(model.open().getLast().user()).isEmpty();
        assertThat(model.records()).hasSize(2);
    }

    @Test
    void dismissedAlertStaysAwayUntilTheNextAttack() {
        hears(Alert.Kind.LOCKED, attack(1, "lock/ip/10.0.0.9"));
        model.dismiss(model.open().getFirst());
        hears(Alert.Kind.LOCKED, attack(1, "lock/ip/10.0.0.9"));
        assertThat(model.open()).isEmpty();

        hears(Alert.Kind.LOCKED, attack(2, "lock/ip/10.0.0.9"), attack(1, "lock/ip/10.0.0.9"));

        assertThat(model.open()).hasSize(1);
        assertThat(model.open().getFirst().count()).isEqualTo(1);
    }

    @Test
    void whatHappenedLongBeforeSigningInRaisesNothing() {
        hears(Alert.Kind.LOCKED, Rows.audit(1, "auth.locked", "lock/ip/10.0.0.9", Rows.NOON.minusSeconds(3_600)));

        assertThat(model.open()).isEmpty();
        assertThat(model.records()).hasSize(1);
    }

    @Test
    void alertLeadsToItsRecord() {
        notices.guide(led::add);
        hears(Alert.Kind.LOCKED, attack(7, "lock/ip/10.0.0.9"));

        model.goToRecord(model.open().getFirst().last());

        assertThat(led).containsExactly("audit/gatehouse.audit/0/7");
    }
}
