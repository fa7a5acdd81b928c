package dev.gatehouse.ui.shell;

import dev.gatehouse.model.audit.Receipt;
import dev.gatehouse.ui.audit.AuditViewModel;
import dev.gatehouse.ui.client.ConsoleClient;
import dev.gatehouse.ui.client.LiveClient;
import dev.gatehouse.ui.client.LiveState;
import dev.gatehouse.ui.client.Source;
import dev.gatehouse.ui.dashboard.DashboardViewModel;
import dev.gatehouse.ui.health.HealthViewModel;
import dev.gatehouse.ui.job.JobsViewModel;
import dev.gatehouse.ui.message.MessageViewModel;
import dev.gatehouse.ui.offline.OfflineViewModel;
import dev.gatehouse.ui.route.RouteViewModel;
import dev.gatehouse.ui.security.AlertsViewModel;
import dev.gatehouse.ui.security.LocksViewModel;
import dev.gatehouse.ui.session.SessionViewModel;
import dev.gatehouse.ui.settings.SettingsViewModel;
import dev.gatehouse.ui.task.Activity;
import dev.gatehouse.ui.task.Enforcements;
import dev.gatehouse.ui.task.Notices;
import dev.gatehouse.ui.task.TaskRunner;
import dev.gatehouse.ui.trace.TraceViewModel;
import dev.gatehouse.ui.user.UserViewModel;
import java.time.Instant;
import java.util.Set;
import javafx.beans.binding.Bindings;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import org.jspecify.annotations.Nullable;

/** The main window of one operator on one server: where the operator is, and how the connection does. */
public final class ShellViewModel {

    private final ConsoleClient client;
    private final LiveClient live;
    private final Rooms rooms;
    private final Background background;
    private final Notices notices;
    private final ObjectProperty<Place> place = new SimpleObjectProperty<>();
    private final ReadOnlyObjectWrapper<LiveState> connection;
    private boolean wasAway;
    private final ReadOnlyObjectWrapper<@Nullable Instant> dataAt = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<Set<Source>> shown = new ReadOnlyObjectWrapper<>(Set.of());

    /** The view models of all places. */
    public record Rooms(DashboardViewModel dashboard, SessionViewModel sessions, UserViewModel users,
            RouteViewModel routes, AuditViewModel audit, HealthViewModel health, LocksViewModel locks,
            MessageViewModel messages, TraceViewModel traces, SettingsViewModel settings) {

        /** What happens at a place. */
        public Activity at(Place place) {
            return switch (place) {
                case OVERVIEW -> dashboard;
                case SESSIONS -> sessions;
                case USERS -> users;
                case ROUTES -> routes;
                case AUDIT -> audit;
                case HEALTH -> health;
                case SECURITY -> locks;
                case MESSAGES -> messages;
                case TRACES -> traces;
                case SETTINGS -> settings;
            };
        }
    }

    /** What goes on wherever the operator is. */
    public record Background(JobsViewModel jobs, AlertsViewModel alerts, Enforcements enforcements,
            OfflineViewModel offline) {}

    public ShellViewModel(ConsoleClient client, LiveClient live, TaskRunner tasks, Rooms rooms, Background background,
            Notices notices) {
        this.client = client;
        this.live = live;
        this.rooms = rooms;
        this.background = background;
        this.notices = notices;
        this.connection = new ReadOnlyObjectWrapper<>(live.state());
        live.onState(state -> tasks.run(() -> {
            connection.set(state);
            connected(state.status());
        }));
        dataAt.bind(Bindings.createObjectBinding(this::oldest, place, rooms.dashboard().dataAtProperty(),
                rooms.sessions().online().dataAtProperty(), rooms.sessions().modeProperty()));
        shown.bind(Bindings.createObjectBinding(this::sources, place, rooms.sessions().tabProperty(),
                rooms.sessions().modeProperty(), rooms.audit().modeProperty(), rooms.messages().tabProperty()));
        notices.guide(this::goTo);
        place.addListener((observed, before, now) -> {
            if (before != null) {
                rooms.at(before).deactivate();
            }
            rooms.at(now).activate();
        });
    }

    /** Fresh data where the operator is, once the server is back. */
    private void connected(LiveState.Status status) {
        switch (status) {
            case AWAY -> wasAway = true;
            case LIVE -> {
                if (wasAway) {
                    wasAway = false;
                    rooms.at(place.get()).refresh();
                }
            }
            case OFF, CONNECTING -> {
            }
        }
    }

    public Rooms rooms() {
        return rooms;
    }

    public Background background() {
        return background;
    }

    public Notices notices() {
        return notices;
    }

    /** Where the operator is. */
    public ObjectProperty<Place> placeProperty() {
        return place;
    }

    /** How the live feed does. */
    public ReadOnlyObjectProperty<LiveState> connectionProperty() {
        return connection.getReadOnlyProperty();
    }

    /** The moment that what is seen is true for: the figures of the fleet, or older sessions where these are seen. */
    public ReadOnlyObjectProperty<@Nullable Instant> dataAtProperty() {
        return dataAt.getReadOnlyProperty();
    }

    /** Where the list that is looked at comes from; nothing where none is. */
    public ReadOnlyObjectProperty<Set<Source>> shownProperty() {
        return shown.getReadOnlyProperty();
    }

    private Set<Source> sources() {
        Place now = place.get();
        return now == null ? Set.of() : switch (now) {
            case OVERVIEW -> Set.of(Source.STATS);
            case SESSIONS -> switch (rooms.sessions().tabProperty().get()) {
                case ONLINE -> Set.of(rooms.sessions().modeProperty().get() == SessionViewModel.Mode.LIVE
                        ? Source.SESSIONS
                        : Source.SNAPSHOT);
                case ENDED -> Set.of(Source.ENDED);
                case GHOSTS -> Set.of(Source.GHOSTS);
            };
            case USERS -> Set.of(Source.USERS);
            case ROUTES -> Set.of(Source.ROUTES);
            case AUDIT -> switch (rooms.audit().modeProperty().get()) {
                case LIVE -> Set.of(Source.AUDIT_TAIL);
                case SEARCH -> Set.of(Source.AUDIT);
                case GROUPS -> Set.of(Source.AUDIT_GROUPS);
            };
            case HEALTH -> Set.of(Source.HEALTH);
            case SECURITY -> Set.of(Source.SECURITY);
            case MESSAGES -> switch (rooms.messages().tabProperty().get()) {
                case WRITE -> Set.of();
                case SENT -> Set.of(Source.MESSAGES);
                case ROOMS -> Set.of(Source.ROOMS);
            };
            case TRACES -> Set.of(Source.TRACES);
            case SETTINGS -> Set.of();
        };
    }

    private @Nullable Instant oldest() {
        SessionViewModel sessions = rooms.sessions();
        boolean seen = place.get() == Place.SESSIONS && sessions.modeProperty().get() == SessionViewModel.Mode.LIVE;
        return seen && sessions.online().ageProperty().get() > 0
                ? sessions.online().dataAtProperty().get()
                : rooms.dashboard().dataAtProperty().get();
    }

    /** The server's host and port. */
    public String server() {
        return client.base().getAuthority();
    }

    /** The operator's name. */
    public String operatorName() {
        return client.operator() == null ? "" : client.operator().username();
    }

    /** Connects the live feed and goes to {@code first}. */
    public void start(Place first) {
        live.start();
        rooms.dashboard().activate();
        rooms.locks().start();
        rooms.audit().watches().start();
        background.jobs().start();
        background.alerts().start();
        background.offline().start();
        place.set(first);
    }

    /** Ends the live feed; for signing out. */
    public void stop() {
        rooms.at(place.get()).deactivate();
        rooms.audit().export().stop();
        rooms.users().exports().stop();
        background.offline().capsuleExport().stop();
        rooms.dashboard().stop();
        rooms.locks().stop();
        rooms.audit().watches().stop();
        background.jobs().stop();
        background.alerts().stop();
        background.offline().stop();
        live.close();
    }

    /** Fresh data where the operator is, and another try to connect at once. */
    public void refresh() {
        client.askAgain();
        live.retryNow();
        rooms.at(place.get()).refresh();
    }

    /**
     * Leads to a resource: {@code session/<sid>}, {@code user/<id>}, {@code node/<id>} (its sessions),
     * {@code room/<name>}, {@code message/<id>}, {@code audit/<topic>/<partition>/<offset>},
     * {@code trace/<id>}, or
     * {@code search/<words>} for a search of the audit; to the records about it where it is another.
     */
    void goTo(String resource) {
        int slash = resource.indexOf('/');
        String id = resource.substring(slash + 1);
        switch (slash < 0 ? "" : resource.substring(0, slash)) {
            case "session" -> {
                place.set(Place.SESSIONS);
                rooms.sessions().find(id);
            }
            case "user" -> {
                place.set(Place.USERS);
                rooms.users().open(id);
            }
            case "node" -> {
                place.set(Place.SESSIONS);
                rooms.sessions().show("node:" + id);
            }
            case "room" -> {
                place.set(Place.MESSAGES);
                rooms.messages().openRoom(id);
            }
            case "message" -> {
                place.set(Place.MESSAGES);
                rooms.messages().find(id);
            }
            case "audit" -> {
                String[] parts = id.split("/", -1);
                openReceipt(new Receipt(parts[0], Integer.parseInt(parts[1]), Long.parseLong(parts[2])));
            }
            case "trace" -> openTrace(id);
            case "search" -> {
                place.set(Place.AUDIT);
                rooms.audit().search(id);
            }
            default -> {
                place.set(Place.AUDIT);
                rooms.audit().search("resource:" + resource);
            }
        }
    }

    /** Shows a trace. */
    public void openTrace(String traceId) {
        place.set(Place.TRACES);
        rooms.traces().open(traceId);
    }

    /** Shows the audit record at {@code receipt}. */
    public void openReceipt(Receipt receipt) {
        place.set(Place.AUDIT);
        rooms.audit().record().open(receipt);
    }
}
