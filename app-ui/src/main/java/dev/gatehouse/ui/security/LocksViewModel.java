package dev.gatehouse.ui.security;

import dev.gatehouse.model.auth.Lock;
import dev.gatehouse.model.auth.Role;
import dev.gatehouse.model.outage.Deed;
import dev.gatehouse.model.outage.Verdict;
import dev.gatehouse.ui.client.ConsoleClient;
import dev.gatehouse.ui.offline.Availability;
import dev.gatehouse.ui.task.Activity;
import dev.gatehouse.ui.task.Load;
import dev.gatehouse.ui.task.Notices;
import dev.gatehouse.ui.task.TaskRunner;
import dev.gatehouse.ui.text.Sentence;
import java.time.Duration;
import java.util.List;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.value.ObservableValue;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/** Doors that are shut now: counted all the time, and asked for more often while they are looked at. */
public final class LocksViewModel implements Activity {

    private static final Duration BEAT = Duration.ofSeconds(3);
    /** Beats between two questions while nobody looks. */
    private static final int UNSEEN_BEATS = 5;

    private final ConsoleClient client;
    private final TaskRunner tasks;
    private final Availability availability;
    private final Notices notices;
    private final Load load = new Load();
    private final ObservableList<Lock> locks = FXCollections.observableArrayList();
    private final ObjectProperty<@Nullable Lock> selected = new SimpleObjectProperty<>();
    private TaskRunner.@Nullable Handle beat;
    private boolean looked;
    private int beats;
    private long asked;

    public LocksViewModel(ConsoleClient client, TaskRunner tasks, Notices notices) {
        this.client = client;
        this.tasks = tasks;
        this.availability = new Availability(client, tasks);
        this.notices = notices;
    }

    /** The latest first. */
    public ObservableList<Lock> locks() {
        return locks;
    }

    public Load load() {
        return load;
    }

    public ObjectProperty<@Nullable Lock> selectedProperty() {
        return selected;
    }

    /** What becomes of {@code deed} now. */
    public ObservableValue<Verdict> verdict(Deed deed) {
        return availability.of(deed);
    }

    public boolean mayLift() {
        return client.may(Role.OPERATOR);
    }

    /** Begins to count; for signing in. */
    public void start() {
        if (beat == null) {
            beat = tasks.every(BEAT, this::beat);
            refresh();
        }
    }

    /** Counts no more; for signing out. */
    public void stop() {
        if (beat != null) {
            beat.close();
            beat = null;
        }
    }

    private void beat() {
        beats++;
        if (looked || beats >= UNSEEN_BEATS) {
            refresh();
        }
    }

    @Override
    public void activate() {
        looked = true;
        refresh();
    }

    @Override
    public void deactivate() {
        looked = false;
    }

    @Override
    public void refresh() {
        long mine = ++asked;
        beats = 0;
        tasks.when(client.locks().list(), found -> {
            if (mine == asked) {
                apply(found.items());
            }
        }, failure -> {
            if (mine == asked) {
                load.failed(failure);
            }
        });
    }

    void apply(List<Lock> found) {
        Lock kept = selected.get();
        if (!locks.equals(found)) {
            locks.setAll(found);
        }
        selected.set(kept == null
                ? null
                : found.stream()
                        .filter(lock -> lock.kind() == kept.kind() && lock.subject().equals(kept.subject()))
                        .findFirst()
                        .orElse(null));
        load.ready();
    }

    /** Opens the door again. */
    public void lift(Lock lock) {
        tasks.when(client.locks().lift(lock), done -> {
            notices.done(Sentence.of("lock.lifted", name(lock)), null);
            refresh();
        }, failure -> {
            notices.failed(failure, () -> lift(lock));
            refresh();
        });
    }

    /** Leads to the user who is locked out. */
    public void goToUser(Lock lock) {
        notices.goTo("user/" + lock.subject());
    }

    /** Whom the door is shut for. */
    public static String name(Lock lock) {
        return lock.name() == null ? lock.subject() : lock.name();
    }
}
