package dev.gatehouse.ui.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.ui.Rows;
import dev.gatehouse.ui.settings.SavedFilter;
import dev.gatehouse.ui.task.SameThreadTaskRunner;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class AuditRangeTest {

    private final SameThreadTaskRunner tasks = new SameThreadTaskRunner();
    private final AuditRange range = new AuditRange(Clock.fixed(Rows.NOON, ZoneOffset.UTC), ZoneOffset.UTC, tasks);

    private void type(SavedFilter.Range kind, String from, String to) {
        range.kindProperty().set(kind);
        range.fromProperty().set(from);
        range.toProperty().set(to);
    }

    @Test
    void timesAreReadWithAndWithoutTheirDay() {
        type(SavedFilter.Range.TIME, "09:30", "2026-11-21 10:15:30");

        assertThat(range.faultProperty().get()).isNull();
        assertThat(range.words()).isEqualTo("time:2026-11-21T09:30:00Z..2026-11-21T10:15:30Z");
        type(SavedFilter.Range.TIME, "2026-11-20", "2026-11-20");
        assertThat(range.words()).isEqualTo("time:2026-11-20T00:00:00Z..2026-11-21T00:00:00Z");
        type(SavedFilter.Range.TIME, "", "10:00");
        assertThat(range.words()).isEqualTo("time:<=2026-11-21T10:00:00Z");
    }

    @Test
    void offsetsAreWholeNumbers() {
        type(SavedFilter.Range.OFFSETS, "40", "50");
        assertThat(range.words()).isEqualTo("offset:40..50");

        type(SavedFilter.Range.OFFSETS, "40", "");
        assertThat(range.words()).isEqualTo("offset:>=40");
        type(SavedFilter.Range.OFFSETS, "forty", "");
        assertThat(Objects.requireNonNull(range.faultProperty().get()).key()).isEqualTo("range.offsetFault");
    }

    @Test
    void rangeThatEndsBeforeItBeginsIsTold() {
        type(SavedFilter.Range.TIME, "11:00", "10:00");
        assertThat(Objects.requireNonNull(range.faultProperty().get()).key()).isEqualTo("range.orderFault");

        type(SavedFilter.Range.TIME, "soon", "");
        assertThat(Objects.requireNonNull(range.faultProperty().get()).key()).isEqualTo("range.timeFault");
    }

    @Test
    void lastHourIsCountedFromNow() {
        range.kindProperty().set(SavedFilter.Range.HOUR);

        assertThat(range.words()).isEqualTo("time:>=2026-11-21T11:00:00Z");
        assertThat(range.bounds().to()).isNull();
    }

    @Test
    void rangeIsSearchedOnceTypingHasStoppedAndItsFaultIsToldAtOnce() {
        List<String> searched = new ArrayList<>();
        range.onChange(() -> searched.add(range.words()));
        type(SavedFilter.Range.OFFSETS, "4", "");
        searched.clear();

        range.fromProperty().set("40");
        range.fromProperty().set("40x");
        assertThat(range.faultProperty().get()).isNotNull();
        range.fromProperty().set("400");
        assertThat(searched).isEmpty();
        tasks.timePasses();

        assertThat(searched).containsExactly("offset:>=400");
    }

    @Test
    void zoomMeansItsHourThoughTheClocksShowItTwice() {
        AuditRange autumn = new AuditRange(Clock.fixed(Rows.NOON, ZoneOffset.UTC), ZoneId.of("Europe/Berlin"), tasks);
        Instant second = Instant.parse("2026-10-25T01:10:00Z");

        autumn.zoom(second, second.plusSeconds(600));

        assertThat(autumn.fromProperty().get()).isEqualTo("2026-10-25 02:10:00");
        assertThat(autumn.bounds()).isEqualTo(new AuditRange.Bounds(second, second.plusSeconds(600)));
        autumn.toProperty().set("2026-10-25 03:00:00");
        assertThat(autumn.bounds().from()).isEqualTo(second.minusSeconds(3600));
        autumn.zoomOut();
        assertThat(autumn.isAll()).isTrue();
    }

    @Test
    void zoomGoesBackStepByStep() {
        range.kindProperty().set(SavedFilter.Range.DAY);
        range.zoom(Instant.parse("2026-11-21T10:00:00Z"), Instant.parse("2026-11-21T11:00:00Z"));
        range.zoom(Instant.parse("2026-11-21T10:10:00Z"), Instant.parse("2026-11-21T10:20:00Z"));
        assertThat(range.words()).isEqualTo("time:2026-11-21T10:10:00Z..2026-11-21T10:20:00Z");
        assertThat(range.zoomedProperty().get()).isTrue();

        range.zoomOut();
        assertThat(range.words()).isEqualTo("time:2026-11-21T10:00:00Z..2026-11-21T11:00:00Z");
        range.zoomOut();

        assertThat(range.kindProperty().get()).isEqualTo(SavedFilter.Range.DAY);
        assertThat(range.zoomedProperty().get()).isFalse();
    }
}
