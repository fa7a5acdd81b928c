package dev.gatehouse.ui.audit;

import dev.gatehouse.model.api.LiveExchange;
import dev.gatehouse.model.audit.AuditData;
import dev.gatehouse.model.audit.AuditEntry;
import dev.gatehouse.ui.client.LiveClient;
import dev.gatehouse.ui.client.WindowQuery;
import dev.gatehouse.ui.settings.SavedFilter;
import dev.gatehouse.ui.settings.WatchRule;
import dev.gatehouse.ui.task.LiveList;
import dev.gatehouse.ui.task.Notices;
import dev.gatehouse.ui.task.SystemNotifier;
import dev.gatehouse.ui.task.TaskRunner;
import dev.gatehouse.ui.text.Sentence;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import javafx.collections.FXCollections;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/**
 * Tells when a new record matches a saved filter that is watched, from signing in to signing out: the first at once,
 * then at most one notice a minute and rule, with how many there were meanwhile.
 */
public final class WatchRules {

    /** The shortest time between two notices of one rule. */
    static final Duration QUIET = Duration.ofMinutes(1);

    /** Rows per window: only the newest is told of. */
    private static final int WINDOW = 5;

    private final LiveClient live;
    private final TaskRunner tasks;
    private final Notices notices;
    private final SavedFilters filters;
    private final SystemNotifier notifier;
    private final Map<String, Guard> guards = new HashMap<>();
    private final ObservableList<Watch> watches = FXCollections.observableArrayList();
    private boolean started;

    /**
     * A rule as it stands.
     *
     * @param matches records that matched since signing in
     * @param last    the last of them; absent where there was none
     * @param fault   why it cannot be watched
     */
    public record Watch(SavedFilter filter, boolean on, long matches, @Nullable AuditEntry last,
            @Nullable Sentence fault) {}

    WatchRules(LiveClient live, TaskRunner tasks, Notices notices, SavedFilters filters, SystemNotifier notifier) {
        this.live = live;
        this.tasks = tasks;
        this.notices = notices;
        this.filters = filters;
        this.notifier = notifier;
        filters.filters().addListener((ListChangeListener<SavedFilter>) change -> follow());
        filters.rules().addListener((ListChangeListener<WatchRule>) change -> follow());
        show();
    }

    /** Every rule, in the order in which they were made. */
    public ObservableList<Watch> watches() {
        return watches;
    }

    /** Begins to watch; for signing in. */
    public void start() {
        started = true;
        follow();
    }

    /** Watches no more; for signing out. */
    public void stop() {
        started = false;
        follow();
    }

    /** Opens a window for each rule that is on, and closes those of others. */
    private void follow() {
        Set<String> wanted = new HashSet<>();
        for (WatchRule rule : filters.rules()) {
            SavedFilter filter = started && rule.on() ? filters.find(rule.filter()).orElse(null) : null;
            if (filter != null) {
                wanted.add(filter.id());
                guards.computeIfAbsent(filter.id(), made -> new Guard()).watch(filter);
            }
        }
        guards.forEach((id, guard) -> {
            if (!wanted.contains(id)) {
                guard.close();
            }
        });
        guards.keySet().retainAll(wanted);
        show();
    }

    private void show() {
        watches.setAll(filters.rules()
                .stream()
                .flatMap(rule -> filters.find(rule.filter()).stream().map(filter -> watch(filter, rule.on())))
                .toList());
    }

    private Watch watch(SavedFilter filter, boolean on) {
        Guard guard = guards.get(filter.id());
        return guard == null ? new Watch(filter, on, 0, null, null)
                : new Watch(filter, on, guard.matches, guard.last, guard.fault());
    }

    /** The window of the rule on a filter; for tests. */
    LiveList<AuditEntry> tail(SavedFilter filter) {
        return Objects.requireNonNull(guards.get(filter.id())).tail;
    }

    private static String words(SavedFilter filter) {
        String topics = AuditWords.any("topic", filter.topics());
        return topics.isEmpty() ? filter.query()
                : filter.query().isBlank() ? topics : "(" + filter.query() + ") " + topics;
    }

    /** Follows one filter. */
    private final class Guard {

        private final LiveList<AuditEntry> tail;
        private SavedFilter filter = new SavedFilter("", "", "", List.of(), SavedFilter.Range.ALL, "", "");
        private TaskRunner.@Nullable Handle quiet;
        private @Nullable AuditEntry last;
        private long matches;
        private long pending;
        private long total = -1;

        Guard() {
            tail = new LiveList<>(live, tasks, LiveExchange.View.AUDIT, AuditEntry.class, WindowQuery.first(WINDOW));
            tail.dataAtProperty().addListener((observed, before, now) -> heard());
            tail.load().failureProperty().addListener((observed, before, now) -> show());
        }

        void watch(SavedFilter wanted) {
            boolean other = !words(wanted).equals(words(filter));
            filter = wanted;
            String words = words(wanted);
            tail.move(new WindowQuery(words.isBlank() ? null : words, null, 0, WINDOW));
            if (other) {
                total = -1;
                tail.reopen();
            } else {
                tail.open();
            }
        }

        /**
         * The first window that the server sends tells what there was before; only what comes after it is new. What was
         * kept tells nothing.
         */
        private void heard() {
            if (tail.isCached()) {
                return;
            }
            long before = total;
            total = tail.totalProperty().get();
            if (before < 0 || total <= before || tail.rows().isEmpty()) {
                return;
            }
            last = tail.rows().getFirst();
            matches += total - before;
            pending += total - before;
            if (quiet == null) {
                tell();
            }
            show();
        }

        private void tell() {
            AuditEntry newest = last;
            if (newest == null || pending == 0) {
                quiet = null;
                return;
            }
            AuditData data = newest.event().data();
            Sentence sentence = pending == 1
                    ? Sentence.of("watch.one", filter.name(), data.action(), data.actor().name(), data.resource())
                    : Sentence.of("watch.many", filter.name(), pending, data.action(), data.actor().name(),
                            data.resource());
            pending = 0;
            notices.warn(sentence, newest.position());
            notifier.tell(sentence);
            quiet = tasks.after(QUIET, this::tell);
        }

        @Nullable
        Sentence fault() {
            return tail.load().failureProperty().get();
        }

        void close() {
            tail.close();
            if (quiet != null) {
                quiet.close();
            }
        }
    }
}
