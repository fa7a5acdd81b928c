package dev.gatehouse.ui.security;

import dev.gatehouse.model.api.LiveExchange;
import dev.gatehouse.model.audit.AuditEntry;
import dev.gatehouse.ui.client.ConsoleClient;
import dev.gatehouse.ui.client.LiveClient;
import dev.gatehouse.ui.client.WindowQuery;
import dev.gatehouse.ui.task.LiveList;
import dev.gatehouse.ui.task.Notices;
import dev.gatehouse.ui.task.TaskRunner;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javafx.collections.FXCollections;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches the book for attacks, from signing in to signing out. What comes while an alert of its kind is open adds to
 * its count: a storm is one alert. Alerts stay until somebody dismisses them.
 */
public final class AlertsViewModel {

    /** Records per kind that are looked at; a storm of more counts as at least so many. */
    private static final int WINDOW = 50;
    /** How far back an alert may lie at signing in, so that one does not miss what has just happened. */
    private static final Duration BACK = Duration.ofMinutes(5);

    private static final Logger LOG = LoggerFactory.getLogger(AlertsViewModel.class);

    private final ConsoleClient client;
    private final TaskRunner tasks;
    private final Notices notices;
    private final Instant since;
    private final Map<Alert.Kind, LiveList<AuditEntry>> tails = new EnumMap<>(Alert.Kind.class);
    private final Set<String> seen = new HashSet<>();
    private final ObservableList<Alert> open = FXCollections.observableArrayList();
    private final ObservableList<AuditEntry> records = FXCollections.observableArrayList();

    public AlertsViewModel(ConsoleClient client, LiveClient live, TaskRunner tasks, Notices notices, Clock clock) {
        this.client = client;
        this.tasks = tasks;
        this.notices = notices;
        this.since = clock.instant().minus(BACK);
        for (Alert.Kind kind : Alert.Kind.values()) {
            LiveList<AuditEntry> tail = new LiveList<>(live, tasks, LiveExchange.View.AUDIT, AuditEntry.class,
                    new WindowQuery("action:" + kind.action(), null, 0, WINDOW));
            tail.rows().addListener((ListChangeListener<AuditEntry>) change -> heard(kind, tail.rows()));
            tails.put(kind, tail);
        }
    }

    /** Alerts that nobody has dismissed, the newest first; at most one per kind. */
    public ObservableList<Alert> open() {
        return open;
    }

    /** The last records of all kinds, newest first. */
    public ObservableList<AuditEntry> records() {
        return records;
    }

    /** Begins to watch; for signing in. */
    public void start() {
        tails.values().forEach(LiveList::open);
    }

    /** Watches no more; for signing out. */
    public void stop() {
        tails.values().forEach(LiveList::close);
    }

    /** Somebody has read it. */
    public void dismiss(Alert alert) {
        open.removeIf(other -> other.kind() == alert.kind());
    }

    /** Leads to the audit record of an alert. */
    public void goToRecord(AuditEntry record) {
        notices.goTo("audit/" + record.position());
    }

    /** Leads to the user whom an alert concerns. */
    public void goToUser(Alert alert) {
        notices.goTo("user/" + alert.user());
    }

    void heard(Alert.Kind kind, List<AuditEntry> rows) {
        List<AuditEntry> all = new ArrayList<>();
        tails.values().forEach(tail -> all.addAll(tail.rows()));
        all.sort(Comparator.comparing((AuditEntry entry) -> entry.event().time()).reversed());
        records.setAll(all);
        List.copyOf(rows).reversed().forEach(entry -> {
            if (entry.event().time().isAfter(since) && seen.add(entry.event().id())) {
                raise(kind, entry);
            }
        });
    }

    private void raise(Alert.Kind kind, AuditEntry entry) {
        Alert before = open.stream().filter(alert -> alert.kind() == kind).findFirst().orElse(null);
        Alert now = before == null ? Alert.of(kind, entry) : before.and(entry);
        if (before == null) {
            open.addFirst(now);
        } else {
            open.set(open.indexOf(before), now);
        }
        if (!now.user().isEmpty()) {
            // A record about an unknown name has no user; it then keeps the word of the record.
            tasks.when(client.users().get(now.user()),
                    user -> open.replaceAll(alert -> alert.equals(now) ? alert.named(user.username()) : alert),
                    failure -> LOG.debug("the user of an alert is not known: {}", failure.getMessage()));
        }
    }

    LiveList<AuditEntry> tail(Alert.Kind kind) {
        return java.util.Objects.requireNonNull(tails.get(kind));
    }
}
