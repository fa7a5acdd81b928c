package dev.gatehouse.ui.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.model.audit.AuditEntry;
import dev.gatehouse.model.error.ErrorCode;
import dev.gatehouse.model.error.Problem;
import dev.gatehouse.ui.Rows;
import dev.gatehouse.ui.TestConsole;
import dev.gatehouse.ui.client.ConsoleClient;
import dev.gatehouse.ui.client.WindowRows;
import dev.gatehouse.ui.task.Load;
import dev.gatehouse.ui.task.SameThreadTaskRunner;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class AuditTailTest {

    private final ConsoleClient client = TestConsole.clientOfNobody();
    private final AuditTail tail = new AuditTail(TestConsole.feedOfNobody(client), new SameThreadTaskRunner());

    /** The newest {@code limit} of records 1 to {@code last}, a second apart. */
    private static WindowRows<AuditEntry> window(long last, int limit) {
        List<AuditEntry> rows = new ArrayList<>();
        for (long offset = last; offset > Math.max(0, last - limit); offset--) {
            rows.add(Rows.audit(offset, "user.ban", "user/01B", Rows.NOON.plusSeconds(offset)));
        }
        return new WindowRows<>(rows, last, 0, Rows.NOON, null);
    }

    private List<Long> offsets() {
        return tail.rows().stream().map(row -> row.position().offset()).toList();
    }

    @Test
    void newRecordsGoOnTopAndOlderOnesStay() {
        tail.apply(window(3, 3));
        tail.apply(window(5, 3));

        assertThat(offsets()).containsExactly(5L, 4L, 3L, 2L, 1L);
        assertThat(tail.skippedProperty().get()).isNull();
        assertThat(tail.totalProperty().get()).isEqualTo(5);
    }

    @Test
    void burstSaysHowManyItSkippedAndWhen() {
        tail.apply(window(10, 10));
        tail.apply(window(1_260, 10));

        AuditTail.Skipped skipped = Objects.requireNonNull(tail.skippedProperty().get());
        assertThat(skipped.count()).isEqualTo(1_240);
        assertThat(skipped.from()).isEqualTo(Rows.NOON.plusSeconds(10));
        assertThat(skipped.to()).isEqualTo(Rows.NOON.plusSeconds(1_251));
        tail.apply(window(1_262, 10));
        assertThat(Objects.requireNonNull(tail.skippedProperty().get()).count()).isEqualTo(1_240);
        tail.dismissSkipped();
        tail.apply(window(1_263, 10));
        assertThat(tail.skippedProperty().get()).isNull();
    }

    @Test
    void pausedTailKeepsItsRowsAndSaysHowManyWait() {
        tail.apply(window(1, 10));
        tail.pausedProperty().set(true);

        tail.apply(window(13, 10));
        assertThat(offsets()).containsExactly(1L);
        assertThat(tail.waitingProperty().get()).isEqualTo(12);
        tail.pausedProperty().set(false);

        assertThat(offsets()).hasSize(11).startsWith(13L, 12L);
        assertThat(tail.waitingProperty().get()).isZero();
        assertThat(Objects.requireNonNull(tail.skippedProperty().get()).count()).isEqualTo(2);
    }

    @Test
    void rowsNeverNumberMoreThanATableCanBear() {
        for (int last = 250; last <= 5_000; last += 250) {
            tail.apply(window(last, 250));
        }

        assertThat(tail.rows()).hasSize(AuditTail.MOST);
        assertThat(offsets()).startsWith(5_000L).endsWith(4_001L);
        assertThat(tail.skippedProperty().get()).isNull();
    }

    @Test
    void recordThatBelongsBetweenOthersStandsThere() {
        AuditEntry late = Rows.audit(2, "user.unban");
        tail.apply(Rows.window(Rows.audit(3, "user.ban"), Rows.audit(1, "user.ban")));

        tail.apply(Rows.window(Rows.audit(3, "user.ban"), late, Rows.audit(1, "user.ban")));

        assertThat(offsets()).containsExactly(3L, 2L, 1L);
    }

    @Test
    void followingOtherWordsBeginsAnew() {
        tail.apply(window(3, 3));

        tail.follow("outcome:refused");

        assertThat(tail.rows()).isEmpty();
        assertThat(tail.load().stateProperty().get()).isEqualTo(Load.State.WAITING);
    }

    @Test
    void faultOfTheWordsThatIsToldElsewhereLeavesNoRowsOfTheWordsBefore() {
        tail.onFault(problem -> problem != null);
        tail.apply(window(3, 3));

        tail.apply(new WindowRows<>(List.of(), 0, 0, Rows.NOON, new Problem("t", "t", 400, "What is \"outcom\"?",
                ErrorCode.INVALID.code(), "", List.of(), null, null, null)));

        assertThat(tail.rows()).isEmpty();
        assertThat(tail.totalProperty().get()).isZero();
        assertThat(tail.load().stateProperty().get()).isEqualTo(Load.State.READY);
    }

    @Test
    void refusedWindowKeepsItsRowsAndSaysWhy() {
        tail.apply(window(3, 3));
        Problem problem = new Problem("t", "t", 400, "The words cannot be read.", ErrorCode.INVALID.code(), "",
                List.of(), null, null, null);

        tail.apply(new WindowRows<>(List.of(), 0, 0, Rows.NOON, problem));

        assertThat(tail.rows()).hasSize(3);
        assertThat(tail.load().stateProperty().get()).isEqualTo(Load.State.FAILED);
    }
}
