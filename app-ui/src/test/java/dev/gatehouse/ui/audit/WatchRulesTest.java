package dev.gatehouse.ui.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.model.audit.AuditEntry;
import dev.gatehouse.ui.Rows;
import dev.gatehouse.ui.TestConsole;
import dev.gatehouse.ui.client.ConsoleClient;
import dev.gatehouse.ui.client.WindowRows;
import dev.gatehouse.ui.settings.PreferenceFile;
import dev.gatehouse.ui.settings.SavedFilter;
import dev.gatehouse.ui.task.Notices;
import dev.gatehouse.ui.task.SameThreadTaskRunner;
import dev.gatehouse.ui.text.Sentence;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchRulesTest {

    private static final SavedFilter BANS = new SavedFilter("1", "Bans", "action:user.ban", List.of(),
            SavedFilter.Range.DAY, "", "");

    @TempDir
    private Path folder;

    private final SameThreadTaskRunner tasks = new SameThreadTaskRunner();
    private final Notices notices = new Notices();
    private final List<Notices.Notice> inWindow = new ArrayList<>();
    private final List<Sentence> onDesktop = new ArrayList<>();
    private final ConsoleClient client = TestConsole.clientOfNobody();
    @SuppressWarnings("NullAway.Init")
    private SavedFilters filters;
    @SuppressWarnings("NullAway.Init")
    private WatchRules watches;

    @BeforeEach
    void watch() {
        notices.listen(inWindow::add);
        filters = new SavedFilters(new PreferenceFile(folder), tasks, notices);
        watches = new WatchRules(TestConsole.feedOfNobody(client), tasks, notices, filters, onDesktop::add);
        filters.save(BANS);
        filters.watch(BANS, true);
        watches.start();
    }

    /** A window after {@code last} records matched. */
    private void matched(long last) {
        AuditEntry newest = Rows.audit(last, "user.ban");
        watches.tail(BANS).apply(new WindowRows<>(List.of(newest), last, 0, Rows.NOON.plusSeconds(last), null));
    }

    @Test
    void whatMatchedBeforeIsNotToldAndTheFirstNewRecordIsAtOnce() {
        matched(40);
        assertThat(inWindow).isEmpty();

        matched(41);

        assertThat(inWindow).singleElement().satisfies(notice -> {
            assertThat(notice.sentence().key()).isEqualTo("watch.one");
            assertThat(notice.receipt()).isEqualTo(Rows.audit(41, "user.ban").position());
        });
        assertThat(onDesktop).hasSize(1);
    }

    @Test
    void whatWasKeptTellsNothingAndIsNoMeasureOfWhatIsNew() {
        watches.tail(BANS)
                .apply(new WindowRows<>(List.of(Rows.audit(7, "user.ban")), 7, 0, Rows.NOON.minusSeconds(9_000), null,
                        true, true));
        matched(40);
        assertThat(inWindow).isEmpty();
        assertThat(onDesktop).isEmpty();

        matched(41);

        assertThat(inWindow).hasSize(1);
    }

    @Test
    void furtherMatchesAreGatheredForAMinute() {
        matched(40);
        matched(41);
        matched(50);
        matched(61);
        assertThat(onDesktop).hasSize(1);

        tasks.timePasses();

        assertThat(onDesktop).hasSize(2);
        assertThat(onDesktop.getLast().key()).isEqualTo("watch.many");
        assertThat(onDesktop.getLast().values()).contains("Bans", 20L);
        tasks.timePasses();
        assertThat(onDesktop).hasSize(2);
        matched(62);
        assertThat(onDesktop).hasSize(3);
    }

    @Test
    void ruleThatIsOffTellsNothing() {
        matched(40);
        filters.watch(BANS, false);

        assertThat(watches.watches()).singleElement().satisfies(watch -> assertThat(watch.on()).isFalse());
        filters.watch(BANS, true);
        matched(99);

        assertThat(inWindow).isEmpty();
    }

    @Test
    void listSaysWhatEachRuleHasSeen() {
        matched(40);
        matched(43);

        assertThat(watches.watches()).singleElement().satisfies(watch -> {
            assertThat(watch.matches()).isEqualTo(3);
            assertThat(watch.last()).isEqualTo(Rows.audit(43, "user.ban"));
        });
        filters.delete(BANS);
        assertThat(watches.watches()).isEmpty();
    }
}
