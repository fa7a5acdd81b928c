package dev.gatehouse.ui.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.model.health.DependencyState;
import dev.gatehouse.ui.Rows;
import dev.gatehouse.ui.TestConsole;
import dev.gatehouse.ui.task.Notices;
import dev.gatehouse.ui.task.SameThreadTaskRunner;
import org.junit.jupiter.api.Test;

class HealthViewModelTest {

    @Test
    void newestHealthIsTheCurrentOne() {
        HealthViewModel model = new HealthViewModel(TestConsole.feedOfNobody(TestConsole.clientOfNobody()),
                new SameThreadTaskRunner(), new DeadLettersViewModel(TestConsole.clientOfNobody(),
                        new SameThreadTaskRunner(), new Notices()));
        assertThat(model.current().get()).isNull();

        model.healthList().apply(Rows.window(Rows.health(DependencyState.DEGRADED)));
        model.nodeList().apply(Rows.window(Rows.node("node-1", true)));

        assertThat(model.current().get()).isEqualTo(Rows.health(DependencyState.DEGRADED));
        assertThat(model.nodes()).hasSize(1);
        assertThat(model.load().loadedProperty().get()).isTrue();
    }
}
