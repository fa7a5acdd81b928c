package dev.gatehouse.ui.route;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.model.api.RoutesExchange;
import dev.gatehouse.model.auth.Role;
import dev.gatehouse.model.error.ErrorCode;
import dev.gatehouse.model.intent.IntentKind;
import dev.gatehouse.model.json.Json;
import dev.gatehouse.model.outage.Deed;
import dev.gatehouse.model.outage.Verdict;
import dev.gatehouse.model.route.Route;
import dev.gatehouse.model.route.RouteSpec;
import dev.gatehouse.model.route.RouteVersion;
import dev.gatehouse.ui.client.ConsoleClient;
import dev.gatehouse.ui.client.IntentCalls.Wish;
import dev.gatehouse.ui.client.ServerProblem;
import dev.gatehouse.ui.offline.Attempts;
import dev.gatehouse.ui.offline.Attempts.Attempt;
import dev.gatehouse.ui.offline.Availability;
import dev.gatehouse.ui.task.Activity;
import dev.gatehouse.ui.task.Debounce;
import dev.gatehouse.ui.task.Load;
import dev.gatehouse.ui.task.Notices;
import dev.gatehouse.ui.task.TaskRunner;
import dev.gatehouse.ui.text.Failures;
import dev.gatehouse.ui.text.Sentence;
import java.util.List;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.beans.value.ObservableValue;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/** The ways in: listed, probed, changed, and brought back from history. */
public final class RouteViewModel implements Activity {

    private static final int LIMIT = 500;

    private final ConsoleClient client;
    private final TaskRunner tasks;
    private final Notices notices;
    private final Debounce typing;
    private final Availability availability;
    private final Attempts attempts;
    private final ObservableList<Route> rows = FXCollections.observableArrayList();
    private final ObservableList<RouteVersion> history = FXCollections.observableArrayList();
    private final Load load = new Load();
    private final Load historyLoad = new Load();
    private final StringProperty search = new SimpleStringProperty("");
    private final StringProperty probeMethod = new SimpleStringProperty("GET");
    private final StringProperty probePath = new SimpleStringProperty("");
    private final ReadOnlyObjectWrapper<@Nullable Probe> probe = new ReadOnlyObjectWrapper<>();
    private final ObjectProperty<@Nullable Route> selected = new SimpleObjectProperty<>();

    /** @param found whether a route takes the request */
    public record Probe(boolean found, Sentence sentence) {}

    public RouteViewModel(ConsoleClient client, TaskRunner tasks, Notices notices) {
        this.client = client;
        this.tasks = tasks;
        this.notices = notices;
        this.typing = new Debounce(tasks, this::refresh);
        this.availability = new Availability(client, tasks);
        this.attempts = new Attempts(client, tasks, notices);
        search.addListener((observed, before, now) -> typing.typed());
    }

    public ObservableList<Route> rows() {
        return rows;
    }

    public Load load() {
        return load;
    }

    /** The selected route's versions, newest first, once asked for. */
    public ObservableList<RouteVersion> history() {
        return history;
    }

    public Load historyLoad() {
        return historyLoad;
    }

    public StringProperty searchProperty() {
        return search;
    }

    public StringProperty probeMethodProperty() {
        return probeMethod;
    }

    public StringProperty probePathProperty() {
        return probePath;
    }

    /** What the last probe found. */
    public ReadOnlyObjectProperty<@Nullable Probe> probeProperty() {
        return probe.getReadOnlyProperty();
    }

    public ObjectProperty<@Nullable Route> selectedProperty() {
        return selected;
    }

    /** What becomes of {@code deed} now. */
    public ObservableValue<Verdict> verdict(Deed deed) {
        return availability.of(deed);
    }

    public boolean mayChange() {
        return client.may(Role.OPERATOR);
    }

    @Override
    public void activate() {
        refresh();
    }

    @Override
    public void deactivate() {}

    @Override
    public void refresh() {
        load.waiting();
        tasks.when(client.routes().list(search.get(), null, LIMIT), page -> apply(page.items()), load::failed);
    }

    void apply(List<Route> found) {
        String kept = selected.get() == null ? "" : selected.get().id();
        rows.setAll(found);
        selected.set(rows.stream().filter(route -> route.id().equals(kept)).findFirst().orElse(null));
        load.ready();
    }

    /** Asks which route takes the request that is typed. */
    public void probe() {
        String path = probePath.get().strip();
        if (path.isEmpty()) {
            probe.set(null);
            return;
        }
        RoutesExchange.ProbeRequest request = new RoutesExchange.ProbeRequest(probeMethod.get(), path, null);
        tasks.when(client.routes().probe(request), answer -> showProbe(answer, path),
                failure -> probe.set(new Probe(false, Failures.sentence(failure))));
    }

    private void showProbe(RoutesExchange.ProbeResponse answer, String path) {
        Route route = answer.route();
        if (!answer.matched() || route == null) {
            probe.set(new Probe(false, Sentence.of("route.probe.none", probeMethod.get(), path)));
            return;
        }
        RouteSpec spec = route.spec();
        String shown = spec.method() + " " + spec.path();
        probe.set(new Probe(true, answer.params().isEmpty()
                ? Sentence.of("route.probe.found", shown)
                : Sentence.of("route.probe.foundWith", shown, params(answer))));
        rows.stream().filter(row -> row.id().equals(route.id())).findFirst().ifPresent(selected::set);
    }

    private static String params(RoutesExchange.ProbeResponse answer) {
        return answer.params()
                .entrySet()
                .stream()
                .map(entry -> entry.getKey() + " = " + entry.getValue())
                .sorted()
                .collect(java.util.stream.Collectors.joining(", "));
    }

    /** Asks the server what may not be meant about the form's route; its warnings follow. */
    public void lint(RouteFormModel form) {
        tasks.when(client.routes().lint(form.draft()), answer -> form.warnings().setAll(answer.warnings()),
                failure -> form.warnings().clear());
    }

    /** Saves what the form holds, or keeps it while it cannot be saved; {@code over} runs after either. */
    public void save(RouteFormModel form, Runnable over) {
        form.busyProperty().set(true);
        Route edited = form.edited();
        RoutesExchange.Draft draft = form.draft();
        Attempt<RoutesExchange.Changed> attempt = edited == null
                ? new Attempt<>(Deed.CREATE_ROUTE,
                        new Wish(IntentKind.ROUTE_CREATE, null, String.valueOf(draft.path()), null, draft, null),
                        () -> client.routes().create(draft))
                : replacement(edited, draft);
        Runnable settled = () -> {
            form.busyProperty().set(false);
            over.run();
        };
        attempts.make(attempt, changed -> {
            took(changed, edited == null ? "route.created" : "route.saved");
            settled.run();
        }, settled, failure -> {
            takeCurrent(failure);
            form.refused(failure);
        });
    }

    private Attempt<RoutesExchange.Changed> replacement(Route route, RoutesExchange.Draft draft) {
        return new Attempt<>(Deed.EDIT_ROUTE,
                new Wish(IntentKind.ROUTE_REPLACE, route.id(), route.spec().path(), route.version(), draft, route),
                () -> client.routes().replace(route.id(), route.version(), draft));
    }

    /** Lets a route take requests, or no longer. */
    public void enable(Route route, boolean wanted) {
        RouteSpec spec = route.spec();
        RoutesExchange.Draft draft = new RoutesExchange.Draft(spec.method(), spec.host(), spec.path(),
                spec.permission(), spec.roles(), spec.upstreams(), spec.staticAnswer(), wanted, spec.comment(),
                spec.policies());
        attempts.make(replacement(route, draft), changed -> took(changed, wanted ? "route.enabled" : "route.disabled"),
                () -> {}, failure -> {
                    takeCurrent(failure);
                    notices.failed(failure, null);
                });
    }

    public void delete(Route route) {
        attempts.make(new Attempt<>(Deed.DELETE_ROUTE,
                new Wish(IntentKind.ROUTE_DELETE, route.id(), route.spec().path(), route.version(), null, route),
                () -> client.routes().delete(route.id(), route.version())), deleted -> {
                    rows.removeIf(row -> row.id().equals(route.id()));
                    selected.set(null);
                    notices.done(Sentence.of("route.deleted", route.spec().path()), deleted.receipt());
                }, () -> {}, failure -> {
                    takeCurrent(failure);
                    notices.failed(failure, null);
                });
    }

    /** Asks for the versions of {@code route}. */
    public void loadHistory(Route route) {
        history.clear();
        historyLoad.waiting();
        tasks.when(client.routes().history(route.id()), found -> {
            history.setAll(found.items());
            historyLoad.ready();
        }, historyLoad::failed);
    }

    /** Brings an earlier version back as a new one. */
    public void rollback(Route route, long version) {
        tasks.when(client.routes().rollback(route.id(), version), changed -> {
            took(changed, "route.rolledBack");
            loadHistory(changed.route());
        }, failure -> notices.failed(failure, null));
    }

    private void took(RoutesExchange.Changed changed, String key) {
        Route route = changed.route();
        boolean known = rows.stream().anyMatch(row -> row.id().equals(route.id()));
        if (known) {
            rows.replaceAll(row -> row.id().equals(route.id()) ? route : row);
        } else {
            rows.addFirst(route);
        }
        selected.set(route);
        notices.done(Sentence.of(key, route.spec().path()), changed.receipt());
        changed.warnings().forEach(warning -> notices.warn(Sentence.verbatim(warning.message())));
    }

    private void takeCurrent(Throwable failure) {
        JsonNode current = failure instanceof ServerProblem problem && problem.is(ErrorCode.STALE_VERSION)
                ? problem.problem().current()
                : null;
        if (current != null) {
            Route theirs = Json.LENIENT.convertValue(current, Route.class);
            rows.replaceAll(row -> row.id().equals(theirs.id()) ? theirs : row);
        }
    }
}
