package dev.gatehouse.ui.route;

import dev.gatehouse.model.api.RoutesExchange;
import dev.gatehouse.model.error.ErrorCode;
import dev.gatehouse.model.error.FieldError;
import dev.gatehouse.model.route.Route;
import dev.gatehouse.model.route.RoutePermission;
import dev.gatehouse.model.route.RoutePolicies;
import dev.gatehouse.model.route.RouteSpec;
import dev.gatehouse.ui.client.ConsoleClient;
import dev.gatehouse.ui.client.ServerProblem;
import dev.gatehouse.ui.task.Notices;
import dev.gatehouse.ui.task.TaskRunner;
import dev.gatehouse.ui.text.Failures;
import dev.gatehouse.ui.text.Sentence;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;

/**
 * Routes of a file on their way in: looked at first, each one checked by the server, then saved one after the other, and
 * taken back where that is wanted. It goes on when nobody looks.
 */
public final class RouteImport {

    private final ConsoleClient client;
    private final TaskRunner tasks;
    private final Notices notices;
    private final Runnable changed;
    private final ReadOnlyObjectWrapper<Step> step = new ReadOnlyObjectWrapper<>(new Step.Choosing(null));
    private long asked;
    private boolean stopped;
    private boolean watched;

    /** What becomes of a route of the file. */
    enum Kind {
        NEW,
        CHANGED,
        SAME,
        FAULTY
    }

    /**
     * A route of the file beside what is there.
     *
     * @param name     method, host and path, or its number in the file
     * @param draft    absent where it is faulty
     * @param existing the route that it changes
     * @param changes  field by field
     * @param note     why it is faulty, or what may not be meant
     */
    record Row(int number, Kind kind, String name, RoutesExchange.@Nullable Draft draft, @Nullable Route existing,
            List<RouteChanges.Change> changes, @Nullable Sentence note) {

        Row refused(Sentence why) {
            return new Row(number, Kind.FAULTY, name, null, existing, List.of(), why);
        }
    }

    /** One change that was made: what was before, and what is. */
    record Made(@Nullable Route before, Route after) {}

    /** How far it has come. */
    sealed interface Step {

        /** @param failure why the last file could not be taken */
        record Choosing(@Nullable Sentence failure) implements Step {}

        /** The routes are compared and checked. */
        record Looking(Path file, int done, int total) implements Step {}

        /** What would happen; nothing has. */
        record Previewed(Path file, List<Row> rows) implements Step {

            List<Row> toSave() {
                return rows.stream().filter(row -> row.kind() == Kind.NEW || row.kind() == Kind.CHANGED).toList();
            }
        }

        /** The routes are saved. */
        record Running(Path file, int done, int total) implements Step {}

        /**
         * It is over.
         *
         * @param made   what can be taken back, the first at the head
         * @param failed what did not succeed, with the reasons
         * @param left   how many were not tried, as it was stopped
         */
        record Over(Path file, List<Made> made, List<Row> failed, int left) implements Step {}

        /** What was saved is taken back. */
        record TakingBack(Path file, int done, int total) implements Step {}

        /**
         * It was taken back, or what of it could be.
         *
         * @param back   how many were
         * @param made   what can still be taken back, the first at the head
         * @param failed what did not succeed, with the reasons
         * @param left   how many were not tried, as it was stopped
         */
        record TakenBack(Path file, int back, List<Made> made, List<Row> failed, int left) implements Step {}
    }

    /** @param changed called when routes are others than before */
    RouteImport(ConsoleClient client, TaskRunner tasks, Notices notices, Runnable changed) {
        this.client = client;
        this.tasks = tasks;
        this.notices = notices;
        this.changed = changed;
    }

    ReadOnlyObjectProperty<Step> stepProperty() {
        return step.getReadOnlyProperty();
    }

    /** Somebody looks at it, or nobody does: what ends then is told by a notice. */
    void watched(boolean now) {
        watched = now;
    }

    /** Begins again, with another file. */
    void reset() {
        asked++;
        step.set(new Step.Choosing(null));
    }

    /** Compares the routes of {@code file} with those that are there, and has the server check them. */
    void look(Path file) {
        long mine = ++asked;
        step.set(new Step.Looking(file, 0, 0));
        CompletableFuture<List<RouteFile.Entry>> read = CompletableFuture.supplyAsync(() -> {
            try {
                return RouteFile.read(file);
            } catch (IOException unreadable) {
                throw new dev.gatehouse.ui.client.FileTrouble(file, unreadable);
            } catch (RouteFile.Unreadable useless) {
                throw new Useless(useless.sentence());
            }
        });
        tasks.when(read.thenCombine(client.routes().list(null, null, 500), (entries, page) -> compare(entries,
                page.items())), rows -> {
                    if (mine == asked) {
                        check(mine, file, rows, new ArrayList<>());
                    }
                }, failure -> refuse(mine, failure));
    }

    private static final class Useless extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final transient Sentence sentence;

        Useless(Sentence sentence) {
            super(String.valueOf(sentence.key()));
            this.sentence = sentence;
        }
    }

    private void refuse(long mine, Throwable failure) {
        if (mine == asked) {
            step.set(new Step.Choosing(
                    failure instanceof Useless useless ? useless.sentence : Failures.sentence(failure)));
        }
    }

    /** What the entries of a file are beside {@code routes}: the same id, or the same method, host and path. */
    static List<Row> compare(List<RouteFile.Entry> entries, List<Route> routes) {
        Set<String> taken = new HashSet<>();
        List<Row> rows = new ArrayList<>();
        for (RouteFile.Entry entry : entries) {
            RoutesExchange.Draft draft = entry.draft();
            if (draft == null || draft.path() == null) {
                Sentence fault = entry.fault() == null ? Sentence.of("route.import.noPath") : entry.fault();
                rows.add(new Row(entry.number(), Kind.FAULTY, "#" + entry.number(), null, null, List.of(), fault));
                continue;
            }
            RouteSpec spec = spec(draft, draft.path());
            String name = RouteName.of(spec);
            Route existing = existing(entry.id(), spec, routes);
            if (!taken.add(existing == null ? name : existing.id())) {
                rows.add(new Row(entry.number(), Kind.FAULTY, name, null, existing, List.of(),
                        Sentence.of("route.import.twice")));
                continue;
            }
            List<RouteChanges.Change> changes = RouteChanges.between(existing == null ? null : existing.spec(), spec);
            Kind kind = existing == null ? Kind.NEW : existing.spec().equals(spec) ? Kind.SAME : Kind.CHANGED;
            rows.add(new Row(entry.number(), kind, name, draft, existing, changes, null));
        }
        return rows;
    }

    private static @Nullable Route existing(@Nullable String id, RouteSpec spec, List<Route> routes) {
        return routes.stream()
                .filter(route -> route.id().equals(id))
                .findFirst()
                .or(() -> routes.stream()
                        .filter(route -> route.spec().method().equals(spec.method())
                                && route.spec().host().equals(spec.host()) && route.spec().path().equals(spec.path()))
                        .findFirst())
                .orElse(null);
    }

    /** What the server makes of a draft. */
    private static RouteSpec spec(RoutesExchange.Draft draft, String path) {
        return new RouteSpec(Objects.requireNonNullElse(draft.method(), RouteSpec.ANY),
                Objects.requireNonNullElse(draft.host(), RouteSpec.ANY), path,
                Objects.requireNonNullElse(draft.permission(), RoutePermission.USER),
                Objects.requireNonNullElse(draft.roles(), Set.of()),
                Objects.requireNonNullElse(draft.upstreams(), List.of()), draft.staticAnswer(),
                draft.enabled() == null || draft.enabled(), draft.comment(),
                Objects.requireNonNullElse(draft.policies(), RoutePolicies.NONE));
    }

    private void check(long mine, Path file, List<Row> rows, List<Row> checked) {
        if (mine != asked) {
            return;
        }
        while (checked.size() < rows.size() && !asks(rows.get(checked.size()))) {
            checked.add(rows.get(checked.size()));
        }
        int at = checked.size();
        if (at == rows.size()) {
            step.set(new Step.Previewed(file, List.copyOf(checked)));
            return;
        }
        step.set(new Step.Looking(file, at, rows.size()));
        Row row = rows.get(at);
        tasks.when(client.routes().lint(Objects.requireNonNull(row.draft())), found -> {
            checked.add(row);
            check(mine, file, rows, checked);
        }, failure -> {
            if (failure instanceof ServerProblem problem && problem.problem().status() == 422) {
                checked.add(row.refused(reason(problem)));
                check(mine, file, rows, checked);
            } else {
                refuse(mine, failure);
            }
        });
    }

    private static boolean asks(Row row) {
        return row.draft() != null && row.kind() != Kind.SAME;
    }

    private static Sentence reason(ServerProblem refused) {
        List<FieldError> errors = refused.problem().errors();
        return errors.isEmpty()
                ? Failures.sentence(refused)
                : Sentence.verbatim(String.join("\n",
                        errors.stream().map(error -> error.field() + ": " + error.message()).toList()));
    }

    /** Whether there is something to save. */
    boolean mayStart() {
        return step.get() instanceof Step.Previewed previewed && !previewed.toSave().isEmpty();
    }

    /** Saves what is new or changed, one after the other. */
    void start() {
        if (step.get() instanceof Step.Previewed previewed) {
            stopped = false;
            save(previewed.file(), previewed.toSave(), 0, new Outcome(new ArrayList<>(), new ArrayList<>()));
        }
    }

    /** Lets the rest go; what is saved stays, until it is taken back. */
    void stop() {
        stopped = true;
    }

    private record Outcome(List<Made> made, List<Row> failed) {}

    private void save(Path file, List<Row> rows, int at, Outcome outcome) {
        if (at == rows.size() || stopped) {
            end(new Step.Over(file, List.copyOf(outcome.made), List.copyOf(outcome.failed), rows.size() - at),
                    Sentence.of("route.import.overUnseen", String.valueOf(file.getFileName()), outcome.made.size(),
                            outcome.failed.size(), rows.size() - at),
                    outcome.failed.isEmpty());
            return;
        }
        step.set(new Step.Running(file, at, rows.size()));
        Row row = rows.get(at);
        RoutesExchange.Draft draft = Objects.requireNonNull(row.draft());
        Route existing = row.existing();
        tasks.when(existing == null
                ? client.routes().create(draft)
                : client.routes().replace(existing.id(), existing.version(), draft), done -> {
                    outcome.made.add(new Made(existing, done.route()));
                    save(file, rows, at + 1, outcome);
                }, failure -> {
                    outcome.failed.add(row.refused(failure instanceof ServerProblem problem
                            ? reason(problem)
                            : Failures.sentence(failure)));
                    save(file, rows, at + 1, outcome);
                });
    }

    private void end(Step over, Sentence told, boolean whole) {
        step.set(over);
        changed.run();
        if (watched) {
            return;
        }
        if (whole) {
            notices.done(told, null);
        } else {
            notices.warn(told);
        }
    }

    /**
     * Takes back what was saved, the last first. A route that somebody has changed since is left as it is and told; what
     * did not succeed for another reason can be taken back again.
     */
    void takeBack() {
        switch (step.get()) {
            case Step.Over over -> takeBack(over.file(), over.made());
            case Step.TakenBack over -> takeBack(over.file(), over.made());
            case Step.Choosing _,Step.Looking _,Step.Previewed _,Step.Running _,Step.TakingBack _ -> {
                // There is nothing to take back yet, or it is on its way.
            }
        }
    }

    private void takeBack(Path file, List<Made> made) {
        if (!made.isEmpty()) {
            stopped = false;
            takeBack(file, made.reversed(), 0, new Outcome(new ArrayList<>(), new ArrayList<>()));
        }
    }

    /** @param outcome what is still made of those that were tried, the last at the head, and what failed */
    private void takeBack(Path file, List<Made> made, int at, Outcome outcome) {
        if (at == made.size() || stopped) {
            List<Made> still = new ArrayList<>(outcome.made);
            still.addAll(made.subList(at, made.size()));
            int back = at - outcome.failed.size();
            end(new Step.TakenBack(file, back, List.copyOf(still.reversed()), List.copyOf(outcome.failed),
                    made.size() - at),
                    Sentence.of("route.import.takenBackUnseen", String.valueOf(file.getFileName()), back,
                            outcome.failed.size(),
                            made.size() - at),
                    outcome.failed.isEmpty());
            return;
        }
        step.set(new Step.TakingBack(file, at, made.size()));
        Made one = made.get(at);
        Route before = one.before();
        CompletableFuture<?> back = before == null
                ? client.routes().delete(one.after().id(), one.after().version())
                : client.routes().replace(before.id(), one.after().version(), RouteDrafts.draft(before.spec()));
        tasks.when(back, done -> takeBack(file, made, at + 1, outcome), failure -> {
            if (!isAnothers(failure)) {
                outcome.made.add(one);
            }
            outcome.failed.add(new Row(at + 1, Kind.FAULTY, RouteName.of(one.after().spec()), null, one.after(),
                    List.of(), Failures.sentence(failure)));
            takeBack(file, made, at + 1, outcome);
        });
    }

    /** Whether somebody has changed or deleted the route since, so that it is no more what was saved. */
    private static boolean isAnothers(Throwable failure) {
        return failure instanceof ServerProblem problem
                && (problem.is(ErrorCode.STALE_VERSION) || problem.is(ErrorCode.NOT_FOUND));
    }
}
