package dev.gatehouse.ui.offline;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.model.api.CapsuleExchange;
import dev.gatehouse.model.api.LiveExchange;
import dev.gatehouse.model.api.RehearsalExchange;
import dev.gatehouse.model.health.Health;
import dev.gatehouse.model.health.Rehearsal;
import dev.gatehouse.model.intent.Intent;
import dev.gatehouse.model.intent.IntentState;
import dev.gatehouse.model.outage.Deed;
import dev.gatehouse.model.outage.Verdict;
import dev.gatehouse.ui.client.CapsuleInfo;
import dev.gatehouse.ui.client.Conditions;
import dev.gatehouse.ui.client.ConsoleClient;
import dev.gatehouse.ui.client.LiveClient;
import dev.gatehouse.ui.client.Source;
import dev.gatehouse.ui.client.WindowQuery;
import dev.gatehouse.ui.task.FileExport;
import dev.gatehouse.ui.task.LiveList;
import dev.gatehouse.ui.task.Notices;
import dev.gatehouse.ui.task.TaskRunner;
import dev.gatehouse.ui.text.Sentence;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyLongProperty;
import javafx.beans.property.ReadOnlyLongWrapper;
import javafx.beans.value.ObservableValue;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/** What waits, what is rehearsed, and how old what is shown is. */
public final class OfflineViewModel {

    /** How often it is tried again to hand in what lies in this console. */
    private static final Duration AGAIN = Duration.ofSeconds(30);
    /** How often what waits is looked at while somebody sees it. */
    private static final Duration LOOK = Duration.ofSeconds(5);

    private final ConsoleClient client;
    private final TaskRunner tasks;
    private final Notices notices;
    private final Availability availability;
    private final LiveList<Health> health;
    private final ObservableList<Intent> waiting = FXCollections.observableArrayList();
    private final ObservableList<Rehearsal> rehearsals = FXCollections.observableArrayList();
    private final ObservableList<RehearsalExchange.Effect> effects = FXCollections.observableArrayList();
    private final ReadOnlyLongWrapper changes = new ReadOnlyLongWrapper();
    private final FileExport capsules;
    private final ReadOnlyIntegerWrapper sealed = new ReadOnlyIntegerWrapper();
    private final List<TaskRunner.Handle> beats = new ArrayList<>();
    private TaskRunner.@Nullable Handle attention;
    private long atNode = -1;
    private long asked;
    private long previewed;
    private boolean server;

    public OfflineViewModel(ConsoleClient client, LiveClient live, TaskRunner tasks, Notices notices) {
        this.client = client;
        this.tasks = tasks;
        this.notices = notices;
        this.availability = new Availability(client, tasks);
        this.capsules = new FileExport(tasks, notices);
        this.health = new LiveList<>(live, tasks, LiveExchange.View.HEALTH, Health.class, WindowQuery.first(1));
        this.server = client.conditions().server();
        client.conditions().onChange(() -> tasks.run(this::changed));
        client.intents().onKeptHere(() -> tasks.run(this::kept));
    }

    /** The capsule that is looked at; absent for a server. */
    public @Nullable CapsuleInfo capsule() {
        return client.capsule();
    }

    /** What happened lately, on its way into a file. */
    public FileExport capsuleExport() {
        return capsules;
    }

    /** Writes what happened in a window of time into a capsule. */
    public void exportCapsule(CapsuleExchange.Request window, Path target) {
        capsules.start(new FileExport.Wanted(target, 0,
                (file, transfer) -> client.capsules().export(window, file, transfer),
                file -> Sentence.of("capsule.done", file.toString())));
    }

    /** Begins to look. */
    public void start() {
        health.open();
        refresh();
        handIn();
        lookForSealed();
        beats.add(tasks.every(AGAIN, this::handIn));
    }

    /** Stops to look. */
    public void stop() {
        health.close();
        beats.forEach(TaskRunner.Handle::close);
        beats.clear();
        attend(false);
    }

    /** Looks again and again at what waits while somebody sees it. */
    void attend(boolean seen) {
        if (attention != null) {
            attention.close();
            attention = null;
        }
        if (seen) {
            attention = tasks.every(LOOK, this::refresh);
        }
    }

    /** Asks anew for what waits. */
    public void refresh() {
        long mine = ++asked;
        tasks.when(client.intents().list(), found -> {
            if (mine == asked) {
                show(Stream.concat(found.here().stream(), found.atNode().stream())
                        .filter(intent -> !intent.state().isOver()).toList());
            }
        }, failure -> {
            if (mine == asked) {
                notices.failed(failure, this::refresh);
            }
        });
    }

    private void show(List<Intent> now) {
        if (!now.equals(waiting)) {
            waiting.setAll(now);
        }
    }

    private void kept() {
        refresh();
        if (client.conditions().server()) {
            handIn();
        }
    }

    /** Hands what lies in this console to the node; what it cannot take now is tried again with the next beat. */
    private void handIn() {
        tasks.when(client.intents().handIn(), handed -> {
            if (handed.taken() > 0) {
                notices.warn(Sentence.of("offline.handedIn", handed.taken()));
            }
            if (handed.refused() > 0) {
                notices.warn(Sentence.of("offline.refused", handed.refused()));
            }
            if (handed.taken() + handed.refused() > 0) {
                refresh();
            }
        }, failure -> notices.failed(failure, this::handIn));
    }

    private void lookForSealed() {
        tasks.when(client.intents().sealed(), changes -> {
            sealed.set(changes);
            if (changes > 0) {
                notices.warn(Sentence.of("offline.sealed", changes));
            }
        }, failure -> notices.failed(failure, this::lookForSealed));
    }

    /** How many changes an earlier password of the operator has sealed. */
    public ReadOnlyIntegerProperty sealedProperty() {
        return sealed.getReadOnlyProperty();
    }

    /** Brings back what {@code earlier}, a former password, has sealed. */
    public void unseal(String earlier) {
        tasks.when(client.intents().unseal(earlier), changes -> {
            if (changes > 0) {
                notices.done(Sentence.of("offline.unsealed", changes), null);
            } else {
                notices.warn(Sentence.of("offline.otherPassword"));
            }
            tasks.when(client.intents().sealed(), sealed::set, failure -> notices.failed(failure, null));
        }, failure -> notices.failed(failure, null));
    }

    private void changed() {
        changes.set(changes.get() + 1);
        boolean answers = client.conditions().server();
        if (answers && !server) {
            refresh();
            handIn();
        }
        server = answers;
        List<Rehearsal> running = client.conditions().rehearsals();
        if (!running.equals(rehearsals)) {
            rehearsals.setAll(running);
        }
        long now = client.conditions().waitingAtNode();
        if (now != atNode) {
            atNode = now;
            refresh();
        }
    }

    /** Changes that wait for something or somebody, in the order in which they go. */
    public ObservableList<Intent> waiting() {
        return waiting;
    }

    /** What the node treats as away. */
    public ObservableList<Rehearsal> rehearsals() {
        return rehearsals;
    }

    /** What would become of each action in the rehearsal that is looked at. */
    public ObservableList<RehearsalExchange.Effect> effects() {
        return effects;
    }

    /** Counts what goes and comes back. */
    public ReadOnlyLongProperty changesProperty() {
        return changes.getReadOnlyProperty();
    }

    /** What becomes of {@code deed}. */
    public ObservableValue<Verdict> verdict(Deed deed) {
        return availability.of(deed);
    }

    /** Whether the server answers. */
    public boolean server() {
        return client.conditions().server();
    }

    /** Whether Redis, where there is one, answers. */
    public boolean liveState() {
        return client.conditions().now(null).liveState();
    }

    /** How old the newest of some sources is. */
    public Conditions.@Nullable Seen seen(Set<Source> sources, Instant now) {
        return client.conditions().seen(sources, now);
    }

    /** Submits a change now. */
    public void submit(Intent intent) {
        follow(client.intents().submit(intent), () -> submit(intent));
    }

    /** Takes a change back. */
    public void drop(Intent intent) {
        follow(client.intents().drop(intent), () -> drop(intent));
    }

    /** Asks for what the form says in place of {@code intent}. */
    public void revise(Intent intent, MergeFormModel form) {
        JsonNode theirs = intent.theirs();
        Long version = theirs == null ? intent.version() : Long.valueOf(theirs.path("version").asLong());
        follow(client.intents().revise(intent, version, form.merged(), theirs == null ? intent.base() : theirs),
                () -> revise(intent, form));
    }

    private void follow(CompletableFuture<Intent> answer, Runnable again) {
        tasks.when(answer, intent -> {
            if (intent.state() == IntentState.DONE) {
                notices.done(Sentence.of("offline.done", intent.title()), intent.receipt());
            } else if (intent.detail() != null && intent.state() != IntentState.DROPPED) {
                notices.warn(Sentence.verbatim(intent.detail()));
            }
            refresh();
        }, failure -> {
            notices.failed(failure, again);
            refresh();
        });
    }

    /** Asks what would become of each action without {@code dependency}. */
    public void preview(String dependency) {
        long mine = ++previewed;
        effects.clear();
        tasks.when(client.rehearsals().preview(dependency), answer -> {
            if (mine == previewed) {
                effects.setAll(answer.effects());
            }
        }, failure -> {
            if (mine == previewed) {
                notices.failed(failure, () -> preview(dependency));
            }
        });
    }

    /** Has the node treat {@code dependency} as away. */
    public void rehearse(String dependency, int seconds) {
        tasks.when(client.rehearsals().begin(dependency, seconds),
                begun -> notices.done(Sentence.of("rehearsal.begun", Sentence.of("dependency." + dependency)),
                        begun.receipt()),
                failure -> notices.failed(failure, null));
    }

    /** Ends what is rehearsed. */
    public void endRehearsal() {
        tasks.when(client.rehearsals().end(),
                ended -> notices.done(Sentence.of("rehearsal.ended"), ended.receipt()),
                failure -> notices.failed(failure, this::endRehearsal));
    }
}
