package dev.gatehouse.ui.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.model.job.JobState;
import dev.gatehouse.ui.Rows;
import dev.gatehouse.ui.TestConsole;
import dev.gatehouse.ui.client.ConsoleClient;
import dev.gatehouse.ui.task.Notices;
import dev.gatehouse.ui.task.SameThreadTaskRunner;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JobsViewModelTest {

    private final List<Notices.Notice> told = new CopyOnWriteArrayList<>();
    private final Notices notices = new Notices();
    private final ConsoleClient client = TestConsole.clientOfNobody();
    private final JobsViewModel model = new JobsViewModel(client, TestConsole.feedOfNobody(client),
            new SameThreadTaskRunner(), notices);

    @BeforeEach
    void listen() {
        notices.listen(told::add);
    }

    @Test
    void jobsThatRunAddUpToOneBar() {
        model.apply(List.of(Rows.job("j2", JobState.RUNNING, 300, 30), Rows.job("j1", JobState.PAUSED, 100, 70),
                Rows.job("j0", JobState.DONE, 9_000, 9_000)));

        assertThat(model.unfinished()).hasSize(2);
        assertThat(model.part()).isEqualTo(0.25);
    }

    @Test
    void endOfAJobThatWasBegunHereIsToldOnce() {
        model.started("j1");
        model.apply(List.of(Rows.job("j1", JobState.RUNNING, 100, 70)));
        assertThat(told).isEmpty();

        model.apply(List.of(Rows.job("j1", JobState.DONE, 100, 100)));
        model.apply(List.of(Rows.job("j1", JobState.DONE, 100, 100)));

        assertThat(told).hasSize(1);
        assertThat(told.getFirst().sentence().key()).isEqualTo("job.ended");
    }

    @Test
    void jobOfSomebodyElseEndsWithoutANotice() {
        model.apply(List.of(Rows.job("j1", JobState.RUNNING, 100, 70)));

        model.apply(List.of(Rows.job("j1", JobState.DONE, 100, 100)));

        assertThat(told).isEmpty();
    }

    @Test
    void boundJobFollowsWhatTheNodeTells() {
        var job = model.job("j1");
        assertThat(job.get()).isNull();

        model.apply(List.of(Rows.job("j1", JobState.RUNNING, 100, 70)));

        assertThat(Objects.requireNonNull(job.get()).done()).isEqualTo(70);
    }
}
