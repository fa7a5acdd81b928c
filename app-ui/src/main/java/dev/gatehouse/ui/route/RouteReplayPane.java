package dev.gatehouse.ui.route;

import dev.gatehouse.model.api.RouteReplayExchange;
import dev.gatehouse.ui.offline.Guards;
import dev.gatehouse.ui.text.Ages;
import dev.gatehouse.ui.widget.Figures;
import dev.gatehouse.ui.widget.Kit;
import dev.gatehouse.ui.widget.LoadLine;
import dev.gatehouse.ui.widget.Segments;
import dev.gatehouse.ui.widget.Tone;
import java.io.File;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import javafx.beans.binding.Bindings;
import javafx.beans.property.StringProperty;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.stage.FileChooser;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/** What would have become of the last requests: how many, how, and whose. */
final class RouteReplayPane extends VBox {

    private static final double LEAST_HEIGHT = 400;
    private static final double PERCENT = 100;
    private static final double BOUND_WIDTH = 170;

    private final RouteReplay replay;
    private final Kit kit;
    private final VBox content = new VBox(12);

    RouteReplayPane(RouteReplay replay, Kit kit) {
        super(12);
        this.replay = replay;
        this.kit = kit;
        setId("route-replay");
        Label of = RouteFields.wrapped(null);
        kit.followLanguage(of, () -> {
            ReplaySubject subject = replay.subject();
            of.setText(subject == null ? "" : kit.messages().get(subject.told()));
        });
        HBox.setHgrow(of, Priority.ALWAYS);
        of.setMaxWidth(Double.MAX_VALUE);
        List<RouteReplay.Reach> reaches = List.of(RouteReplay.Reach.values());
        Segments<RouteReplay.Reach> reach = new Segments<>(kit, reaches,
                RouteReplay.Reach::key, replay.reachProperty());
        reach.setMinWidth(USE_PREF_SIZE);
        reach.getChildren().get(reaches.indexOf(replay.reachProperty().get())).getStyleClass().add("first-focus");
        Label last = kit.styled("muted", "route.replay.last");
        last.setMinWidth(USE_PREF_SIZE);
        HBox head = new HBox(8, of, last, reach);
        head.setAlignment(Pos.CENTER_LEFT);
        content.setMinHeight(LEAST_HEIGHT);
        content.setPrefHeight(LEAST_HEIGHT);
        getChildren().addAll(head, span(), content);
        kit.follow(this, this::show, replay.stepProperty(), kit.messages().languageProperty());
    }

    /** Where the time begins and ends whose requests are tried. */
    private HBox span() {
        TextField from = bound("replay-from", "range.first", replay.span().fromProperty());
        TextField to = bound("replay-to", "route.replay.now", replay.span().toProperty());
        Label hint = kit.styled("muted", "range.hint");
        RouteFields.shownWhile(hint, replay.span().faultProperty().isNull());
        Label fault = kit.value(kit.messages().sentence(replay.span().faultProperty()), "field-error");
        fault.setId("replay-span-fault");
        RouteFields.shownWhile(fault, replay.span().faultProperty().isNotNull());
        HBox line = new HBox(8, named("range.from", from), from, named("range.to", to), to, hint, fault);
        line.setAlignment(Pos.CENTER_LEFT);
        RouteFields.shownWhile(line, Bindings.equal(replay.reachProperty(), RouteReplay.Reach.SPAN));
        return line;
    }

    private Label named(String key, TextField field) {
        Label name = kit.styled("muted", key);
        name.setMinWidth(USE_PREF_SIZE);
        name.setLabelFor(field);
        return name;
    }

    private TextField bound(String id, String promptKey, StringProperty text) {
        TextField field = RouteFields.field(id, text);
        field.promptTextProperty().bind(kit.messages().text(promptKey));
        field.setPrefWidth(BOUND_WIDTH);
        return field;
    }

    private void show() {
        content.getChildren().setAll(switch (replay.stepProperty().get()) {
            case RouteReplay.Step.Resting resting -> List.of(
                    said(Feather.SQUARE, kit.messages().get("route.replay.stopped")), again("route.replay.run"));
            case RouteReplay.Step.Running running -> running(running);
            case RouteReplay.Step.Failed failed -> List.of(failure(failed), again("action.retry"));
            case RouteReplay.Step.Over over -> over(over);
        });
        content.setAlignment(content.getChildren().size() > 2 ? Pos.TOP_LEFT : Pos.CENTER);
    }

    private List<Node> running(RouteReplay.Step.Running running) {
        ProgressBar bar = new ProgressBar(-1);
        bar.setMaxWidth(Double.MAX_VALUE);
        Label words = new Label(kit.messages().get(
                timed(running.reach()) ? "route.replay.runningSpan" : "route.replay.running",
                running.reach().last()));
        words.getStyleClass().add("muted");
        Button stop = kit.button("route.replay.stop", Feather.SQUARE);
        stop.setId("replay-stop");
        stop.setOnAction(event -> replay.stop());
        VBox box = new VBox(12, words, bar, stop);
        box.setAlignment(Pos.CENTER);
        return List.of(box);
    }

    private HBox failure(RouteReplay.Step.Failed failed) {
        HBox box = new HBox(8, kit.icon(Tone.BAD.icon()), RouteFields.wrapped(kit.messages().get(failed.why())));
        box.setId("replay-failure");
        box.getStyleClass().addAll("message-box", Tone.BAD.styleClass());
        return box;
    }

    private Button again(String key) {
        Button again = kit.button(key, Feather.REFRESH_CW);
        again.setId("replay-again");
        Guards.guard(kit, again, replay.verdict());
        again.setOnAction(event -> replay.run());
        return again;
    }

    private Node said(Feather sign, String words) {
        Label label = RouteFields.wrapped(words, "muted");
        label.setId("replay-words");
        label.setMaxWidth(520);
        label.setAlignment(Pos.CENTER);
        label.setTextAlignment(javafx.scene.text.TextAlignment.CENTER);
        VBox box = new VBox(12, kit.icon(sign), label);
        box.setAlignment(Pos.CENTER);
        box.getStyleClass().add("placeholder");
        return box;
    }

    private List<Node> over(RouteReplay.Step.Over over) {
        RouteReplayExchange.Response found = over.found();
        if (found.looked() == 0) {
            return List.of(said(Feather.INBOX, kit.messages().get(
                    timed(over.reach()) ? "route.replay.noRecordsSpan" : "route.replay.noRecords")
                    + (found.stop() == RouteReplayExchange.Stop.TIME ? shortfall(over) : "")),
                    again("route.replay.run"));
        }
        if (found.changed() == 0) {
            return List.of(said(Feather.CHECK_CIRCLE, kit.messages().get(
                    timed(over.reach()) ? "route.replay.nothingSpan" : "route.replay.nothing", found.looked(),
                    from(found)) + shortfall(over)), again("route.replay.run"));
        }
        Label sum = RouteFields.wrapped(
                kit.messages().get(timed(over.reach()) ? "route.replay.sumSpan" : "route.replay.sum",
                        found.changed(), found.looked(), from(found)) + shortfall(over));
        sum.setId("replay-sum");
        VBox effects = bars(RouteReplay.effects(found));
        VBox doors = bars(RouteReplay.doors(found));
        HBox bars = new HBox(32, effects, doors);
        bars.setId("replay-bars");
        ReplayTables tables = new ReplayTables(found, kit);
        Button save = kit.button("route.replay.save", Feather.DOWNLOAD);
        save.setId("replay-save");
        save.setOnAction(event -> choose(found));
        tables.besideChoice(save);
        VBox.setVgrow(tables, Priority.ALWAYS);
        return List.of(sum, bars, tables);
    }

    /** What the newest of the requests, and the oldest, are from. */
    private static String from(RouteReplayExchange.Response found) {
        return found.from() == null || found.to() == null
                ? "–"
                : Ages.exact(found.from()) + " – " + Ages.exact(found.to());
    }

    private static boolean timed(RouteReplay.Reach reach) {
        return reach == RouteReplay.Reach.SPAN;
    }

    /** What was not looked at, and why; empty where nothing is missing. */
    private String shortfall(RouteReplay.Step.Over over) {
        String key = shortfallKey(over);
        return key == null ? "" : " " + kit.messages().get(key, over.reach().last());
    }

    private static @Nullable String shortfallKey(RouteReplay.Step.Over over) {
        RouteReplayExchange.Stop stop = over.found().stop();
        boolean timed = timed(over.reach());
        if (stop == null) {
            return over.found().complete() ? null : "route.replay.fewer";
        }
        return switch (stop) {
            case LAST -> timed ? "route.replay.newestSpan" : null;
            case RECORDS -> timed ? null : "route.replay.noMore";
            case TIME -> "route.replay.noTime";
        };
    }

    private VBox bars(List<RouteReplay.Bar> bars) {
        VBox box = new VBox(6);
        for (RouteReplay.Bar bar : bars) {
            LoadLine line = new LoadLine(kit, kit.messages().get(bar.key()),
                    Figures.whole(bar.count()) + "  " + String.format(Locale.ENGLISH, "%.0f %%", bar.part() * PERCENT),
                    bar.part());
            line.worded().setSpacing(2);
            line.setId(Objects.requireNonNull(bar.key()).replace('.', '-'));
            box.getChildren().add(line);
        }
        box.setPrefWidth(1);
        HBox.setHgrow(box, Priority.ALWAYS);
        return box;
    }

    private void choose(RouteReplayExchange.Response found) {
        FileChooser chooser = new FileChooser();
        chooser.setTitle(kit.messages().get("route.replay.save"));
        chooser.setInitialFileName("replay.csv");
        chooser.getExtensionFilters().setAll(new FileChooser.ExtensionFilter("CSV", "*.csv"));
        File file = chooser.showSaveDialog(getScene().getWindow());
        if (file != null) {
            replay.save(RouteReplay.brief(found), file.toPath());
        }
    }
}
