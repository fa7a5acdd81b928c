package dev.gatehouse.ui.job;

import dev.gatehouse.model.job.Job;
import dev.gatehouse.model.job.JobState;
import dev.gatehouse.ui.text.Ages;
import dev.gatehouse.ui.text.Language;
import dev.gatehouse.ui.widget.Figures;
import dev.gatehouse.ui.widget.Kit;
import dev.gatehouse.ui.widget.Tone;
import java.io.File;
import javafx.beans.binding.ObjectBinding;
import javafx.beans.value.ChangeListener;
import javafx.beans.value.WeakChangeListener;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.stage.FileChooser;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/** One job: how far it has come, how fast, and what can be done about it. */
public final class JobCard extends VBox {

    /** The kind whose title names a file; the others' titles only repeat the kind. */
    private static final String IMPORT = "users.import";

    private final JobsViewModel model;
    private final Kit kit;
    private final ObjectBinding<@Nullable Job> job;
    private final Label title = new Label();
    private final HBox badge = new HBox();
    private final ProgressBar bar = new ProgressBar();
    private final Label figures = new Label();
    private final Label detail = new Label();
    private final Button cancel;
    private final Button resume;
    private final Button save;
    /** Held here, as the job's binding holds it weakly: a card that is no longer shown is let go. */
    private final ChangeListener<@Nullable Job> listener = (observed, before, now) -> show(now);
    private final ChangeListener<Language> words = (observed, before, now) -> retell();

    /** @param id the job, which need not be known yet */
    public JobCard(JobsViewModel model, Kit kit, String id) {
        super(8);
        this.model = model;
        this.kit = kit;
        this.job = model.job(id);
        getStyleClass().add("job-card");
        title.getStyleClass().add("card-title");
        title.setMinWidth(0);
        title.setTextOverrun(javafx.scene.control.OverrunStyle.CENTER_ELLIPSIS);
        detail.getStyleClass().add("muted");
        detail.setWrapText(true);
        detail.setMinHeight(Region.USE_PREF_SIZE);
        figures.getStyleClass().add("figure");
        figures.setWrapText(true);
        figures.setMinHeight(Region.USE_PREF_SIZE);
        bar.setMaxWidth(Double.MAX_VALUE);
        cancel = kit.button("job.cancel", Feather.X, "flat", "small");
        cancel.setOnAction(event -> act(model::cancel));
        resume = kit.button("job.resume", Feather.PLAY, "small");
        resume.setOnAction(event -> act(model::resume));
        save = kit.button("job.outcome", Feather.DOWNLOAD, "small");
        save.setOnAction(event -> act(this::save));
        cancel.getStyleClass().add("job-cancel");
        resume.getStyleClass().add("job-resume");
        save.getStyleClass().add("job-outcome");
        HBox head = new HBox(8, title, kit.spacer(), badge);
        head.setAlignment(Pos.CENTER_LEFT);
        HBox foot = new HBox(8, detail, kit.spacer(), cancel, resume, save);
        foot.setAlignment(Pos.CENTER_LEFT);
        getChildren().addAll(head, bar, figures, foot);
        job.addListener(new WeakChangeListener<>(listener));
        kit.messages().languageProperty().addListener(new WeakChangeListener<>(words));
        show(job.get());
    }

    private void retell() {
        show(job.get());
    }

    private void act(java.util.function.Consumer<Job> deed) {
        Job now = job.get();
        if (now != null) {
            deed.accept(now);
        }
    }

    private void save(Job now) {
        FileChooser chooser = new FileChooser();
        chooser.setTitle(kit.messages().get("job.outcome"));
        chooser.setInitialFileName("outcome-" + now.id() + ".csv");
        File target = chooser.showSaveDialog(getScene().getWindow());
        if (target != null) {
            model.saveOutcome(now, target.toPath());
        }
    }

    private void show(@Nullable Job now) {
        shownWhile(cancel, now != null && !now.state().isOver() && model.mayChange());
        shownWhile(resume, now != null && now.state() == JobState.PAUSED && model.mayChange());
        shownWhile(save, now != null && now.outcome() && now.done() > 0);
        if (now == null) {
            title.setText(kit.messages().get("table.waiting"));
            bar.setProgress(-1);
            return;
        }
        String kind = kit.messages().named("job.kind", now.kind());
        title.setText(now.kind().equals(IMPORT) ? kind + " · " + now.title() : kind);
        badge.getChildren().setAll(badge(now.state()));
        bar.setProgress(JobPace.part(now));
        bar.pseudoClassStateChanged(javafx.css.PseudoClass.getPseudoClass("paused"), now.state() != JobState.RUNNING
                && now.state() != JobState.DONE);
        figures.setText(figures(now));
        detail.setText(now.detail() == null ? kit.messages().get("job.by", now.by(), now.node()) : now.detail());
    }

    private String figures(Job now) {
        StringBuilder text = new StringBuilder(now.total() == null
                ? Figures.whole(now.done())
                : kit.messages().get("table.count", now.done(), now.total()));
        if (now.failed() > 0) {
            text.append(" · ").append(kit.messages().get("job.refused", now.failed()));
        }
        JobPace pace = model.pace(now.id());
        if (now.state() == JobState.RUNNING && pace.rowsPerSecond() > 0) {
            text.append(" · ").append(kit.messages().get("job.pace", Figures.rate(pace.rowsPerSecond())));
            Long left = pace.secondsLeft(now);
            if (left != null) {
                text.append(" · ").append(kit.messages().get("job.left", Ages.span(kit.messages(), left)));
            }
        }
        return text.toString();
    }

    private Label badge(JobState state) {
        return switch (state) {
            case RUNNING -> badge(Tone.ACCENT, Feather.LOADER, "job.running");
            case PAUSED -> badge(Tone.WARN, Feather.PAUSE, "job.paused");
            case DONE -> badge(Tone.GOOD, Feather.CHECK_CIRCLE, "job.done");
            case CANCELLED -> badge(Tone.CALM, Feather.SLASH, "job.cancelled");
            case FAILED -> badge(Tone.BAD, Feather.X_CIRCLE, "job.failed");
        };
    }

    private Label badge(Tone tone, Feather icon, String key) {
        Label made = kit.badge(tone, kit.messages().get(key));
        made.setGraphic(kit.icon(icon));
        return made;
    }

    private static void shownWhile(Button button, boolean shown) {
        button.setVisible(shown);
        button.setManaged(shown);
    }
}
