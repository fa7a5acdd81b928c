package dev.gatehouse.ui.health;

import dev.gatehouse.model.api.DeadLettersExchange;
import dev.gatehouse.model.auth.Role;
import dev.gatehouse.model.health.DeadLetter;
import dev.gatehouse.model.outage.Verdict;
import dev.gatehouse.ui.client.ConsoleClient;
import dev.gatehouse.ui.offline.Availability;
import dev.gatehouse.ui.task.Activity;
import dev.gatehouse.ui.task.Load;
import dev.gatehouse.ui.task.Notices;
import dev.gatehouse.ui.task.TaskRunner;
import dev.gatehouse.ui.text.Sentence;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.value.ObservableValue;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/** Changes that a part of a node could not follow. */
public final class DeadLettersViewModel implements Activity {

    private static final Duration BEAT = Duration.ofSeconds(5);

    private final ConsoleClient client;
    private final TaskRunner tasks;
    private final Notices notices;
    private final Availability availability;
    private final Load load = new Load();
    private final ObservableList<DeadLetter> letters = FXCollections.observableArrayList();
    private final ObjectProperty<@Nullable DeadLetter> selected = new SimpleObjectProperty<>();
    private final ReadOnlyObjectWrapper<@Nullable Sentence> missing = new ReadOnlyObjectWrapper<>();
    private TaskRunner.@Nullable Handle beat;
    private long asked;

    public DeadLettersViewModel(ConsoleClient client, TaskRunner tasks, Notices notices) {
        this.client = client;
        this.tasks = tasks;
        this.notices = notices;
        this.availability = new Availability(client, tasks);
    }

    /** Oldest first. */
    public ObservableList<DeadLetter> letters() {
        return letters;
    }

    public Load load() {
        return load;
    }

    public ObjectProperty<@Nullable DeadLetter> selectedProperty() {
        return selected;
    }

    /** Which nodes did not answer; {@code null} where all did. */
    public ReadOnlyObjectProperty<@Nullable Sentence> missingProperty() {
        return missing.getReadOnlyProperty();
    }

    /** What becomes of a letter that is dealt with now. */
    public ObservableValue<Verdict> verdict() {
        return availability.atServer(Role.OPERATOR);
    }

    @Override
    public void activate() {
        refresh();
        if (beat == null) {
            beat = tasks.every(BEAT, this::refresh);
        }
    }

    @Override
    public void deactivate() {
        if (beat != null) {
            beat.close();
            beat = null;
        }
    }

    @Override
    public void refresh() {
        long mine = ++asked;
        tasks.when(client.deadLetters().list(), found -> {
            if (mine == asked) {
                show(found);
            }
        }, failure -> {
            if (mine == asked) {
                load.failed(failure);
            }
        });
    }

    void show(DeadLettersExchange.Letters found) {
        DeadLetter kept = selected.get();
        if (!letters.equals(found.items())) {
            letters.setAll(found.items());
        }
        selected.set(letters.stream().filter(letter -> kept != null && letter.id().equals(kept.id())).findFirst()
                .orElse(null));
        missing.set(found.missing().isEmpty()
                ? null
                : Sentence.of("letter.missing", String.join(", ", found.missing())));
        load.ready();
    }

    /** Has a letter tried once more. */
    public void retry(DeadLetter letter) {
        deal(client.deadLetters().retry(letter.id()), "letter.retried", () -> retry(letter));
    }

    /** Drops a letter. */
    public void drop(DeadLetter letter) {
        deal(client.deadLetters().drop(letter.id()), "letter.dropped", () -> drop(letter));
    }

    /** Shows the trace of the call that asked for the change. */
    public void openTrace(DeadLetter letter) {
        notices.goTo("trace/" + letter.traceId());
    }

    private void deal(CompletableFuture<DeadLettersExchange.Dealt> answer, String doneKey, Runnable again) {
        tasks.when(answer, dealt -> {
            if (dealt.gone()) {
                notices.done(Sentence.of(doneKey), dealt.receipt());
            } else {
                notices.warn(Sentence.of("letter.stillDead", dealt.letter().error()));
            }
            refresh();
        }, failure -> {
            notices.failed(failure, again);
            refresh();
        });
    }
}
