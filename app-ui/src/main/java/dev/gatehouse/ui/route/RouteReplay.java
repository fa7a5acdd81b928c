package dev.gatehouse.ui.route;

import dev.gatehouse.model.api.RouteReplayExchange;
import dev.gatehouse.model.api.RouteReplayExchange.Caller;
import dev.gatehouse.model.api.RouteReplayExchange.Effect;
import dev.gatehouse.model.api.RouteReplayExchange.Example;
import dev.gatehouse.model.api.RouteReplayExchange.Group;
import dev.gatehouse.model.api.RouteReplayExchange.Side;
import dev.gatehouse.model.auth.Role;
import dev.gatehouse.model.outage.Verdict;
import dev.gatehouse.ui.client.ConsoleClient;
import dev.gatehouse.ui.client.FileTrouble;
import dev.gatehouse.ui.offline.Availability;
import dev.gatehouse.ui.task.Debounce;
import dev.gatehouse.ui.task.Notices;
import dev.gatehouse.ui.task.TaskRunner;
import dev.gatehouse.ui.text.Sentence;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.value.ObservableValue;
import org.jspecify.annotations.Nullable;

/** What changes that nobody has saved would have done to the last requests. */
public final class RouteReplay {

    private static final int CALLERS_IN_A_CELL = 10;
    private static final int REQUESTS_IN_A_CELL = 5;

    private final ConsoleClient client;
    private final TaskRunner tasks;
    private final Notices notices;
    private final Availability availability;
    private final ReplaySpan span;
    private final Debounce typing;
    private final ObjectProperty<Reach> reach = new SimpleObjectProperty<>(Reach.THOUSAND);
    private final ReadOnlyObjectWrapper<Step> step = new ReadOnlyObjectWrapper<>(new Step.Resting());
    private @Nullable ReplaySubject subject;
    private long asked;

    /** Which requests are looked at: so many of the last ones, or those of a time. */
    enum Reach {
        HUNDRED(100),
        THOUSAND(RouteReplayExchange.DEFAULT_LAST),
        FIVE_THOUSAND(5_000),
        ALL(RouteReplayExchange.MOST_LAST),
        SPAN(RouteReplayExchange.MOST_LAST);

        private final int last;

        Reach(int last) {
            this.last = last;
        }

        /** How many at most. */
        int last() {
            return last;
        }

        /** Its name in the bundles. */
        String key() {
            return switch (this) {
                case HUNDRED -> "route.replay.hundred";
                case THOUSAND -> "route.replay.thousand";
                case FIVE_THOUSAND -> "route.replay.fiveThousand";
                case ALL -> "route.replay.most";
                case SPAN -> "route.replay.span";
            };
        }
    }

    /** How far it has come. */
    sealed interface Step {

        /** Nobody has asked, or has stopped waiting. */
        record Resting() implements Step {}

        /** The server looks at the requests. */
        record Running(Reach reach) implements Step {}

        /** It is over. */
        record Over(Reach reach, RouteReplayExchange.Response found) implements Step {}

        /** There is no answer. */
        record Failed(Sentence why) implements Step {}
    }

    /**
     * A part of the requests.
     *
     * @param key  what they have in common, in the bundles
     * @param part of those that change, from 0 to 1
     */
    record Bar(String key, long count, double part) {}

    /** A request that would be treated otherwise. */
    record Changed(Effect effect, @Nullable Side before, @Nullable Side after, Example request) {}

    RouteReplay(ConsoleClient client, TaskRunner tasks, Notices notices, ReplaySpan span) {
        this.client = client;
        this.tasks = tasks;
        this.notices = notices;
        this.span = span;
        this.availability = new Availability(client, tasks);
        this.typing = new Debounce(tasks, this::run);
        reach.addListener((observed, before, now) -> begin());
        span.fromProperty().addListener((observed, before, now) -> typing.typed());
        span.toProperty().addListener((observed, before, now) -> typing.typed());
    }

    private void begin() {
        if (reach.get() == Reach.SPAN) {
            span.propose();
        }
        run();
    }

    /** What becomes of the question now. */
    ObservableValue<Verdict> verdict() {
        return availability.atServer(Role.VIEWER);
    }

    /** Another one asks at once. */
    ObjectProperty<Reach> reachProperty() {
        return reach;
    }

    /** The time whose requests are looked at, where that is chosen; another one asks once typing stops. */
    ReplaySpan span() {
        return span;
    }

    ReadOnlyObjectProperty<Step> stepProperty() {
        return step.getReadOnlyProperty();
    }

    /** What was asked about last. */
    @Nullable
    ReplaySubject subject() {
        return subject;
    }

    /** Asks about {@code changes}. */
    void ask(ReplaySubject changes) {
        subject = changes;
        begin();
    }

    /** Asks once more, unless a time is typed that cannot be read. */
    void run() {
        typing.forget();
        ReplaySubject mine = subject;
        if (mine == null) {
            return;
        }
        Reach wanted = reach.get();
        boolean timed = wanted == Reach.SPAN;
        if (timed && span.faultProperty().get() != null) {
            stop();
            return;
        }
        long turn = ++asked;
        step.set(new Step.Running(wanted));
        tasks.when(client.routes().replay(new RouteReplayExchange.Request(mine.edits(), wanted.last(),
                timed ? span.begin() : null, timed ? span.end() : null, RouteReplayExchange.MOST_NAMED)),
                found -> settle(turn, new Step.Over(wanted, found)),
                failure -> settle(turn, new Step.Failed(mine.refused(failure))));
    }

    /** Waits no longer; the server finishes for itself, within seconds. */
    void stop() {
        settle(asked, new Step.Resting());
    }

    private void settle(long turn, Step now) {
        if (turn == asked) {
            asked++;
            step.set(now);
        }
    }

    /** The requests that change, by how they do. */
    static List<Bar> effects(RouteReplayExchange.Response found) {
        return List.of(Effect.values()).stream().map(effect -> {
            long count = found.groups().stream().filter(group -> group.effect() == effect).mapToLong(Group::count)
                    .sum();
            return bar(key(effect), count, found);
        }).toList();
    }

    /** The requests that change, by who would get through. */
    static List<Bar> doors(RouteReplayExchange.Response found) {
        long shut = found.groups().stream().mapToLong(Group::shut).sum();
        long opened = found.groups().stream().mapToLong(Group::opened).sum();
        return List.of(bar("route.replay.shut", shut, found), bar("route.replay.opened", opened, found),
                bar("route.replay.sameDoor", found.changed() - shut - opened, found));
    }

    private static Bar bar(String key, long count, RouteReplayExchange.Response found) {
        return new Bar(key, count, found.changed() == 0 ? 0 : count / (double) found.changed());
    }

    /** The requests that the server names, newest first. */
    static List<Changed> requests(RouteReplayExchange.Response found) {
        return found.groups().stream()
                .flatMap(group -> group.examples().stream()
                        .map(request -> new Changed(group.effect(), group.before(), group.after(), request)))
                .sorted(Comparator.comparing((Changed changed) -> changed.request().at()).reversed())
                .toList();
    }

    /** Whose requests change, of those that the server names, most frequent first. */
    static List<Caller> callers(RouteReplayExchange.Response found) {
        Map<String, Caller> all = new LinkedHashMap<>();
        for (Group group : found.groups()) {
            for (Caller caller : group.callers()) {
                all.merge(caller.user() == null ? "\n" + caller.name() : caller.user(), caller,
                        (one, other) -> new Caller(one.user(), one.name(), one.count() + other.count()));
            }
        }
        List<Caller> sorted = new ArrayList<>(all.values());
        sorted.sort(Comparator.comparingLong(Caller::count).reversed().thenComparing(Caller::name));
        return List.copyOf(sorted);
    }

    /** How many requests are named of the kind of change of which most are; nothing where all are named. */
    static OptionalInt requestsNamed(RouteReplayExchange.Response found) {
        return named(found, group -> group.examples().size(), Group::count);
    }

    /** How many callers are named of the kind of change of which most are; nothing where all are named. */
    static OptionalInt callersNamed(RouteReplayExchange.Response found) {
        return named(found, group -> group.callers().size(), Group::callerCount);
    }

    private static OptionalInt named(RouteReplayExchange.Response found, ToIntFunction<Group> told,
            ToLongFunction<Group> all) {
        return found.groups().stream().allMatch(group -> told.applyAsInt(group) == all.applyAsLong(group))
                ? OptionalInt.empty()
                : found.groups().stream().mapToInt(told).max();
    }

    /** The same with only as much named of each kind of change as a cell of a table can hold. */
    static RouteReplayExchange.Response brief(RouteReplayExchange.Response found) {
        return new RouteReplayExchange.Response(found.looked(), found.changed(), found.complete(), found.from(),
                found.to(), found.groups().stream().map(RouteReplay::brief).toList(), found.stop());
    }

    private static Group brief(Group group) {
        return new Group(group.effect(), group.before(), group.after(), group.count(), group.shut(), group.opened(),
                group.callers().stream().limit(CALLERS_IN_A_CELL).toList(),
                group.examples().stream().limit(REQUESTS_IN_A_CELL).toList(), group.callerCount());
    }

    static String key(Effect effect) {
        return switch (effect) {
            case GAINED -> "route.replay.gained";
            case LOST -> "route.replay.lost";
            case MOVED -> "route.replay.moved";
            case ALTERED -> "route.replay.altered";
        };
    }

    /** A route's method, host and path; empty where none takes a request. */
    static String name(@Nullable Side side) {
        return side == null ? "" : RouteName.of(side.method(), side.host(), side.path());
    }

    /** Writes what was found into {@code file}, a line for each kind of change. */
    void save(RouteReplayExchange.Response found, Path file) {
        Supplier<Path> write = () -> {
            try {
                RouteFile.save(file, ReplayFile.text(found));
                return file;
            } catch (IOException unwritable) {
                throw new FileTrouble(file, unwritable);
            }
        };
        tasks.when(CompletableFuture.supplyAsync(write),
                done -> notices.done(Sentence.of("route.replay.saved", (long) found.groups().size(), done), null),
                failure -> notices.failed(failure, () -> save(found, file)));
    }
}
