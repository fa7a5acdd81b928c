package dev.gatehouse.ui.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.ui.text.Sentence;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class UndoTest {

    private final SameThreadTaskRunner tasks = new SameThreadTaskRunner();
    private final AtomicInteger undone = new AtomicInteger();
    private final Undo undo = new Undo(tasks, undone::incrementAndGet);

    @Test
    void wayBackIsGoodForOnce() {
        undo.take();
        undo.take();

        assertThat(undone).hasValue(1);
    }

    @Test
    void wayBackShutsAfterTenSeconds() {
        for (int second = 0; second < 9; second++) {
            tasks.timePasses();
        }
        assertThat(undo.secondsLeftProperty().get()).isEqualTo(1);
        tasks.timePasses();

        undo.take();

        assertThat(undo.isOpen()).isFalse();
        assertThat(undone).hasValue(0);
    }

    @Test
    void keyboardTakesTheLastOne() {
        Notices notices = new Notices();
        notices.done(Sentence.of("user.banned", "mallory"), null, undo, null);

        assertThat(notices.undoLast()).isTrue();
        assertThat(notices.undoLast()).isFalse();
        assertThat(undone).hasValue(1);
    }
}
