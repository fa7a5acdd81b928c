package dev.gatehouse.ui.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.model.job.JobState;
import dev.gatehouse.ui.Rows;
import org.junit.jupiter.api.Test;

class JobPaceTest {

    private final JobPace pace = new JobPace();

    @Test
    void oneReportTellsNoPace() {
        pace.heard(Rows.job("j1", JobState.RUNNING, 100, 10));

        assertThat(pace.rowsPerSecond()).isZero();
        assertThat(pace.secondsLeft(Rows.job("j1", JobState.RUNNING, 100, 10))).isNull();
    }

    @Test
    void paceIsTakenFromTheLastSecondsOnly() {
        for (long second = 0; second <= 60; second += 5) {
            long done = second <= 30 ? second * 10 : 300 + (second - 30) * 100;
            pace.heard(Rows.job("j1", JobState.RUNNING, 10_000L, done, second));
        }

        assertThat(pace.rowsPerSecond()).isEqualTo(100);
        assertThat(pace.secondsLeft(Rows.job("j1", JobState.RUNNING, 10_000L, 3_300, 60))).isEqualTo(67);
    }

    @Test
    void reportThatIsOlderChangesNothing() {
        pace.heard(Rows.job("j1", JobState.RUNNING, 100L, 0, 0));
        pace.heard(Rows.job("j1", JobState.RUNNING, 100L, 50, 5));
        pace.heard(Rows.job("j1", JobState.RUNNING, 100L, 20, 2));

        assertThat(pace.rowsPerSecond()).isEqualTo(10);
    }

    @Test
    void partIsUnknownUntilTheRowsAreCounted() {
        assertThat(JobPace.part(Rows.job("j1", JobState.RUNNING, null, 3, 0))).isNegative();
        assertThat(JobPace.part(Rows.job("j1", JobState.RUNNING, 200L, 50, 0))).isEqualTo(0.25);
        assertThat(JobPace.part(Rows.job("j1", JobState.CANCELLED, 200L, 50, 0))).isEqualTo(1);
    }
}
