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
import dev.gatehouse.model.route.RouteWarning;
import dev.gatehouse.ui.client.ConsoleClient;
import dev.gatehouse.ui.client.IntentCalls.Wish;
import dev.gatehouse.ui.client.ServerProblem;
import dev.gatehouse.ui.offline.Attempts;
import dev.gatehouse.ui.offline.Attempts.Attempt;
import dev.gatehouse.ui.offline.Availability;
import dev.gatehouse.ui.settings.ColumnMemory;
import dev.gatehouse.ui.settings.PreferenceFile;
import dev.gatehouse.ui.task.Activity;
import dev.gatehouse.ui.task.Debounce;
import dev.gatehouse.ui.task.Load;
import dev.gatehouse.ui.task.Notices;
import dev.gatehouse.ui.task.SteadyList;
import dev.gatehouse.ui.task.TaskRunner;
import dev.gatehouse.ui.text.Sentence;
import java.time.Clock;
import java.time.ZoneId;
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

/** The ways in: listed with what they take now, searched, changed, and brought back from history. */
public final class RouteViewModel implements Activity {

    /** The server gives all routes in one answer. */
    private static final int LIMIT = 500;

    private final ConsoleClient client;
    private final TaskRunner tasks;
    private final Notices notices;
    private final Availability availability;
    private final Attempts attempts;
    private final ColumnMemory columns;
    private final ObservableList<Route> rows = FXCollections.observableArrayList();
    private final SteadyList<Route> shown = new SteadyList<>();
    private final Load load = new Load();
    private final StringProperty search = new SimpleStringProperty("");
    private final ReadOnlyObjectWrapper<@Nullable Sentence> fault = new ReadOnlyObjectWrapper<>();
    private final ObservableList<String> proposals = FXCollections.observableArrayList();
    private final ObjectProperty<@Nullable Route> selected = new SimpleObjectProperty<>();
    private final RouteProbe probe;
    private final RouteHistory history;
    private final RouteDrafts drafts;
    private final RouteLoad traffic;
    private final RouteImport imports;
    private final RouteExport exports;
    private final RouteReplay replay;
    private final RouteCounters counters;

    public RouteViewModel(ConsoleClient client, TaskRunner tasks, Notices notices, PreferenceFile preferences,
            Clock clock) {
        this.client = client;
        this.tasks = tasks;
        this.notices = notices;
        this.availability = new Availability(client, tasks);
        this.attempts = new Attempts(client, tasks, notices);
        this.columns = new ColumnMemory(preferences, "route");
        this.probe = new RouteProbe(client, tasks, rows);
        this.history = new RouteHistory(client, tasks);
        this.drafts = new RouteDrafts(client, tasks, notices, clock);
        this.traffic = new RouteLoad(client, tasks);
        this.imports = new RouteImport(client, tasks, notices, this::refresh);
        this.exports = new RouteExport(tasks, notices);
        this.replay = new RouteReplay(client, tasks, notices, new ReplaySpan(clock, ZoneId.systemDefault()));
        this.counters = new RouteCounters(client, tasks, notices);
        search.addListener((observed, before, now) -> find());
    }

    private void find() {
        Route kept = selected.get();
        find(kept == null ? null : kept.id());
    }

    /** Shows what fits the search, with the route of the id {@code wanted} selected where that is among it. */
    private void find(@Nullable String wanted) {
        String words = search.get();
        fault.set(RouteQuery.fault(words));
        proposals.setAll(RouteQuery.proposals(words, rows));
        shown.show(words.isBlank() ? rows : rows.stream().filter(route -> RouteQuery.fits(route, words)).toList());
        selected.set(shown.stream().filter(route -> route.id().equals(wanted)).findFirst().orElse(null));
    }

    /** All routes, the oldest first. */
    public ObservableList<Route> rows() {
        return rows;
    }

    /** Those that fit the search. */
    public SteadyList<Route> shown() {
        return shown;
    }

    public Load load() {
        return load;
    }

    public StringProperty searchProperty() {
        return search;
    }

    /** What is wrong with the search; {@code null} where nothing is. */
    public ReadOnlyObjectProperty<@Nullable Sentence> faultProperty() {
        return fault.getReadOnlyProperty();
    }

    /** How the search may go on. */
    public ObservableList<String> proposals() {
        return proposals;
    }

    /** Puts {@code word} in the place of the last one. */
    public void propose(String word) {
        search.set(RouteQuery.with(search.get(), word));
    }

    /** Which columns are put away. */
    ColumnMemory columns() {
        return columns;
    }

    public RouteProbe probe() {
        return probe;
    }

    /** The versions of the route whose history was asked for. */
    public RouteHistory history() {
        return history;
    }

    public RouteDrafts drafts() {
        return drafts;
    }

    /** What routes take now. */
    public RouteLoad traffic() {
        return traffic;
    }

    public RouteImport imports() {
        return imports;
    }

    public RouteExport exports() {
        return exports;
    }

    /** What changes would have done to the last requests. */
    public RouteReplay replay() {
        return replay;
    }

    /** How much of a route's limits is used. */
    public RouteCounters counters() {
        return counters;
    }

    /** One of those that are shown, as it stands; {@code null} for none. */
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
        drafts.refresh();
        traffic.begin();
    }

    @Override
    public void deactivate() {
        traffic.end();
    }

    @Override
    public void refresh() {
        load.waiting();
        tasks.when(client.routes().list(null, null, LIMIT), page -> apply(page.items()), load::failed);
    }

    void apply(List<Route> found) {
        rows.setAll(found);
        find();
        load.ready();
    }

    /** Selects a route, also one that the search leaves out. */
    public void show(String id) {
        rows.stream().filter(row -> row.id().equals(id)).findFirst().ifPresent(route -> {
            if (!shown.contains(route)) {
                search.set("");
            }
            selected.set(route);
        });
    }

    /** Goes on with a draft, on top of the version that its route has now. */
    RouteFormModel opened(RouteDraft draft) {
        RouteFormModel form = RouteFormModel.of(draft);
        rows.forEach(form::rebase);
        return form;
    }

    /** Has {@code form} checked by the server whenever typing in it stops: its warnings, or its faults, follow. */
    void watch(RouteFormModel form) {
        Debounce typing = new Debounce(tasks, () -> lint(form));
        form.revisionProperty().addListener((observed, before, now) -> typing.typed());
        lint(form);
    }

    private void lint(RouteFormModel form) {
        if (!form.sendable().get()) {
            form.warned(List.of());
            return;
        }
        long revision = form.revisionProperty().get();
        tasks.when(client.routes().lint(form.draft()), answer -> {
            if (revision == form.revisionProperty().get()) {
                form.warned(answer.warnings());
            }
        }, failure -> {
            if (revision == form.revisionProperty().get()) {
                form.unsound(failure);
            }
        });
    }

    /** What is said of a warning about {@code form}; another route is named. */
    Sentence told(RouteFormModel form, RouteWarning warning) {
        return RouteWarnings.told(warning, form.edited(), rows);
    }

    /** Whether a warning about {@code form} names another route that can be shown. */
    boolean namesAnother(RouteFormModel form, RouteWarning warning) {
        return RouteWarnings.other(warning, form.edited(), rows) != null;
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
            String draftId = form.draftId();
            if (draftId != null) {
                drafts.drop(draftId);
            }
            over.run();
        };
        attempts.make(attempt, changed -> {
            took(changed, edited == null ? "route.created" : "route.saved");
            settled.run();
        }, settled, failure -> {
            Route theirs = takeCurrent(failure);
            if (theirs != null && form.rebase(theirs)) {
                form.busyProperty().set(false);
            } else {
                form.refused(failure);
            }
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
                    find();
                    notices.done(Sentence.of("route.deleted", route.spec().path()), deleted.receipt());
                }, () -> {}, failure -> {
                    takeCurrent(failure);
                    notices.failed(failure, null);
                });
    }

    /** Brings an earlier version back as a new one. */
    public void rollback(Route route, RouteVersion version) {
        tasks.when(client.routes().rollback(route.id(), version.version()), changed -> {
            took(changed, "route.rolledBack");
            history.open(changed.route());
        }, failure -> notices.failed(failure, null));
    }

    private void took(RoutesExchange.Changed changed, String key) {
        Route route = changed.route();
        if (rows.stream().noneMatch(row -> row.id().equals(route.id()))) {
            rows.addFirst(route);
        }
        rows.replaceAll(row -> row.id().equals(route.id()) ? route : row);
        find(route.id());
        notices.done(Sentence.of(key, route.spec().path()), changed.receipt());
        RouteWarnings.told(changed.warnings(), route, rows).forEach(notices::warn);
    }

    /** Shows the version that stands where a change came too late, and gives it; {@code null} where none did. */
    private @Nullable Route takeCurrent(Throwable failure) {
        JsonNode current = failure instanceof ServerProblem problem && problem.is(ErrorCode.STALE_VERSION)
                ? problem.problem().current()
                : null;
        if (current == null) {
            return null;
        }
        Route theirs = Json.LENIENT.convertValue(current, Route.class);
        rows.replaceAll(row -> row.id().equals(theirs.id()) ? theirs : row);
        find();
        return theirs;
    }
}
