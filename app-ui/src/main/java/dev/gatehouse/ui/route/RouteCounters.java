package dev.gatehouse.ui.route;

import dev.gatehouse.model.api.RouteLimitsExchange;
import dev.gatehouse.model.api.RouteLimitsExchange.Used;
import dev.gatehouse.model.auth.Role;
import dev.gatehouse.model.outage.Deed;
import dev.gatehouse.model.outage.Verdict;
import dev.gatehouse.model.route.Route;
import dev.gatehouse.ui.client.ConsoleClient;
import dev.gatehouse.ui.offline.Availability;
import dev.gatehouse.ui.task.Load;
import dev.gatehouse.ui.task.Notices;
import dev.gatehouse.ui.task.TaskRunner;
import dev.gatehouse.ui.text.Sentence;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyLongProperty;
import javafx.beans.property.ReadOnlyLongWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.beans.value.ObservableValue;
import org.jspecify.annotations.Nullable;

/** How much of one route's limits is used, told anew every two seconds while somebody looks. */
public final class RouteCounters {

    private static final Duration PERIOD = Duration.ofSeconds(2);

    private final ConsoleClient client;
    private final TaskRunner tasks;
    private final Notices notices;
    private final Availability availability;
    private final ReadOnlyObjectWrapper<List<Used>> shown = new ReadOnlyObjectWrapper<>(List.of());
    private final Load load = new Load();
    private final StringProperty search = new SimpleStringProperty("");
    private final ReadOnlyBooleanWrapper shared = new ReadOnlyBooleanWrapper(true);
    private final ReadOnlyLongWrapper total = new ReadOnlyLongWrapper();
    private final ObjectProperty<@Nullable Used> selected = new SimpleObjectProperty<>();
    private List<Used> all = List.of();
    private @Nullable Route route;
    private TaskRunner.@Nullable Handle beat;
    /** Which looking this is; what was asked in one before it is no news. */
    private long turn;
    private boolean asking;

    RouteCounters(ConsoleClient client, TaskRunner tasks, Notices notices) {
        this.client = client;
        this.tasks = tasks;
        this.notices = notices;
        this.availability = new Availability(client, tasks);
        search.addListener((observed, before, now) -> find());
    }

    /** Those that fit the search, the fullest first. */
    ReadOnlyObjectProperty<List<Used>> shownProperty() {
        return shown.getReadOnlyProperty();
    }

    public Load load() {
        return load;
    }

    /** A part of an address or of a user's id. */
    StringProperty searchProperty() {
        return search;
    }

    /** Whether all nodes are counted; else this one counts for itself. */
    ReadOnlyBooleanProperty sharedProperty() {
        return shared.getReadOnlyProperty();
    }

    /** How many counters were told, beyond the search too; at most {@link RouteLimitsExchange#MOST}. */
    ReadOnlyLongProperty totalProperty() {
        return total.getReadOnlyProperty();
    }

    ObjectProperty<@Nullable Used> selectedProperty() {
        return selected;
    }

    /** What becomes of looking now: nothing of it is kept for when the server is away. */
    ObservableValue<Verdict> reading() {
        return availability.atServer(Role.VIEWER);
    }

    /** What becomes of a reset now. */
    ObservableValue<Verdict> verdict() {
        return availability.of(Deed.RESET_LIMITS);
    }

    /** Begins to look at {@code looked}. */
    void open(Route looked) {
        close();
        if (route == null || !route.id().equals(looked.id())) {
            all = List.of();
            total.set(0);
            search.set("");
            selected.set(null);
            find();
            load.waiting();
        }
        route = looked;
        beat = tasks.every(PERIOD, this::refresh);
        refresh();
    }

    /** Nobody looks any more. */
    void close() {
        turn();
        if (beat != null) {
            beat.close();
            beat = null;
        }
    }

    /** Nobody waits for an answer that is under way. */
    private void turn() {
        turn++;
        asking = false;
    }

    /** Asks, unless an answer is under way. */
    void refresh() {
        Route looked = route;
        if (looked == null || asking) {
            return;
        }
        asking = true;
        long mine = turn;
        tasks.when(client.routes().limits(looked.id()), found -> {
            if (mine == turn) {
                asking = false;
                apply(found);
            }
        }, failure -> {
            if (mine == turn) {
                asking = false;
                load.failed(failure);
            }
        });
    }

    void apply(RouteLimitsExchange.Response found) {
        all = found.items().stream()
                .sorted(Comparator.comparingDouble(RouteCounters::fullness).reversed().thenComparing(Used::key))
                .toList();
        total.set(all.size());
        shared.set(found.shared());
        Used kept = selected.get();
        if (kept != null) {
            selected.set(all.stream().filter(used -> name(used).equals(name(kept))).findFirst().orElse(null));
        }
        find();
        load.ready();
    }

    private void find() {
        String words = search.get().strip().toLowerCase(Locale.ROOT);
        shown.set(all.stream().filter(used -> used.key().toLowerCase(Locale.ROOT).contains(words)).toList());
        Used kept = selected.get();
        if (kept != null && shown.get().stream().noneMatch(used -> name(used).equals(name(kept)))) {
            selected.set(null);
        }
    }

    /** What tells one counter from the others of the route. */
    static String name(Used used) {
        return used.limit().kind() + " " + used.limit().per() + " " + used.limit().periodMillis() + " " + used.key();
    }

    /** Whose requests a counter of {@code key} counts. */
    static Sentence who(String key) {
        int colon = key.indexOf(':');
        return colon < 0
                ? Sentence.of("route.limits.everybody")
                : Sentence.of(key.startsWith("user:") ? "route.limits.user" : "route.limits.address",
                        key.substring(colon + 1));
    }

    /** How much is used, from 0 to 1. */
    static double fullness(Used used) {
        return Math.clamp(used.used() / (double) used.limit().permits(), 0, 1);
    }

    /**
     * Begins counters of {@code looked} anew.
     *
     * @param key whose; absent for all of the route
     */
    void reset(Route looked, @Nullable String key, String reason) {
        tasks.when(client.routes().resetLimits(looked.id(), key, reason), done -> {
            notices.done(key == null
                    ? Sentence.of("route.limits.resetAllDone", done.counters(), looked.spec().path())
                    : Sentence.of("route.limits.resetDone", done.counters(), who(key)), done.receipt());
            if (beat != null) {
                turn();
                refresh();
            }
        }, failure -> notices.failed(failure, () -> reset(looked, key, reason)));
    }
}
