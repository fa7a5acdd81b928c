package dev.gatehouse.ui.job;

import dev.gatehouse.model.job.Job;
import dev.gatehouse.ui.widget.Dialogs;
import dev.gatehouse.ui.widget.Kit;
import java.util.List;
import javafx.collections.ListChangeListener;
import javafx.collections.WeakListChangeListener;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/** All jobs of the node, in a drawer. */
public final class JobsPanel extends VBox {

    private final JobsViewModel model;
    private final Kit kit;
    private List<String> shown = List.of();
    private final ListChangeListener<Job> listener = change -> show();

    private JobsPanel(JobsViewModel model, Kit kit) {
        super(12);
        this.model = model;
        this.kit = kit;
        setId("jobs-panel");
        model.jobs().addListener(new WeakListChangeListener<>(listener));
        show();
    }

    /** Opens the drawer. */
    public static void open(JobsViewModel model, Kit kit) {
        model.refresh();
        new Dialogs(kit).drawer("job.title", new JobsPanel(model, kit));
    }

    /** Cards follow their jobs by themselves: they are made anew only where other jobs are there. */
    private void show() {
        List<String> ids = model.jobs().stream().map(Job::id).toList();
        if (ids.isEmpty()) {
            getChildren().setAll(empty());
        } else if (!ids.equals(shown)) {
            getChildren().setAll(ids.stream().map(id -> new JobCard(model, kit, id)).toList());
        }
        shown = ids;
    }

    private VBox empty() {
        Label words = kit.styled("muted", "job.none");
        words.setWrapText(true);
        VBox box = new VBox(12, kit.icon(Feather.INBOX), words);
        box.setAlignment(Pos.CENTER);
        box.getStyleClass().add("placeholder");
        box.setMinHeight(160);
        return box;
    }
}
