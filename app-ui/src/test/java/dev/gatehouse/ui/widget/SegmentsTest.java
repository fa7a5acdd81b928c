package dev.gatehouse.ui.widget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.ui.Rows;
import dev.gatehouse.ui.task.SameThreadTaskRunner;
import dev.gatehouse.ui.task.Ticker;
import dev.gatehouse.ui.text.Language;
import dev.gatehouse.ui.text.Messages;
import java.lang.ref.WeakReference;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import javafx.beans.property.SimpleStringProperty;
import javafx.scene.control.ToggleButton;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;

@ExtendWith(ApplicationExtension.class)
class SegmentsTest {

    private final Kit kit = new Kit(new Messages(Language.ENGLISH),
            new Ticker(Clock.fixed(Rows.NOON, ZoneOffset.UTC), new SameThreadTaskRunner()), new Overlay());
    private final SimpleStringProperty chosen = new SimpleStringProperty("action.save");

    private Segments<String> segments() {
        return new Segments<>(kit, List.of("action.save", "action.retry"), key -> key, chosen);
    }

    private static List<Boolean> selected(Segments<String> segments) {
        return segments.getChildren().stream().map(each -> ((ToggleButton) each).isSelected()).toList();
    }

    @Test
    void oneIsAlwaysChosen(FxRobot robot) {
        robot.interact(() -> {
            Segments<String> segments = segments();
            assertThat(selected(segments)).containsExactly(true, false);
            chosen.set("action.retry");
            assertThat(selected(segments)).containsExactly(false, true);
            ((ToggleButton) segments.getChildren().getLast()).fire();
            assertThat(selected(segments)).containsExactly(false, true);
            ((ToggleButton) segments.getChildren().getFirst()).fire();
            assertThat(chosen.get()).isEqualTo("action.save");
        });
    }

    @Test
    void whatIsChosenKeepsNoSegmentsThatAreGone() {
        WeakReference<Segments<String>> gone = new WeakReference<>(segments());

        await().until(() -> {
            System.gc();
            return gone.get() == null;
        });
    }
}
