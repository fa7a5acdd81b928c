package dev.gatehouse.ui.audit;

import dev.gatehouse.model.api.AuditExchange;
import dev.gatehouse.model.audit.AuditEntry;
import dev.gatehouse.model.audit.Coverage;
import dev.gatehouse.model.auth.Role;
import dev.gatehouse.model.outage.Verdict;
import dev.gatehouse.ui.client.ConsoleClient;
import dev.gatehouse.ui.client.LiveClient;
import dev.gatehouse.ui.offline.Availability;
import dev.gatehouse.ui.settings.ColumnMemory;
import dev.gatehouse.ui.settings.PreferenceFile;
import dev.gatehouse.ui.settings.SavedFilter;
import dev.gatehouse.ui.task.Activity;
import dev.gatehouse.ui.task.FileExport;
import dev.gatehouse.ui.task.Load;
import dev.gatehouse.ui.task.Notices;
import dev.gatehouse.ui.task.SystemNotifier;
import dev.gatehouse.ui.task.TaskRunner;
import dev.gatehouse.ui.text.Sentence;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.StringProperty;
import javafx.beans.value.ObservableValue;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import javafx.collections.SetChangeListener;

/**
 * The book: its newest records as they come, what a search finds, or that gathered into groups. What is searched for is
 * the same for all three: the words typed, the topics chosen and the range; the chart counts it over time.
 */
public final class AuditViewModel implements Activity {

    /** How far the chart of the tail looks back. */
    private static final Duration TAIL_CHART = Duration.ofHours(1);

    private final ConsoleClient client;
    private final Clock clock;
    private final AuditWords words;
    private final AuditRange range;
    private final AuditTopics topics;
    private final AuditTail tail;
    private final AuditPages pages;
    private final AuditGroups groups;
    private final AuditCounts counts;
    private final AuditRecord record;
    private final FileExport export;
    private final Availability availability;
    private final ChainCheck check;
    private final SavedFilters filters;
    private final WatchRules watches;
    private final ColumnMemory columns;
    private final ObjectProperty<Mode> mode = new SimpleObjectProperty<>(Mode.LIVE);
    private boolean active;
    private String searched = "";
    private boolean quiet;

    /** How the book is looked at. */
    public enum Mode {
        /** The newest records, as they come. */
        LIVE,
        /** What a search finds, page by page. */
        SEARCH,
        /** What it finds, gathered. */
        GROUPS
    }

    /** What the room needs of the console around it. */
    public record Surroundings(PreferenceFile preferences, Clock clock, SystemNotifier notifier) {}

    public AuditViewModel(ConsoleClient client, LiveClient feed, TaskRunner tasks, Notices notices,
            Surroundings around) {
        this.client = client;
        this.clock = around.clock();
        words = new AuditWords(client, tasks, this::typed);
        range = new AuditRange(clock, ZoneId.systemDefault(), tasks);
        topics = new AuditTopics(client, tasks);
        tail = new AuditTail(feed, tasks);
        pages = new AuditPages(client, tasks, this::asked, words);
        groups = new AuditGroups(client, tasks, this::asked, words);
        counts = new AuditCounts(client, tasks);
        record = new AuditRecord(client, tasks, notices);
        export = new FileExport(tasks, notices);
        availability = new Availability(client, tasks);
        check = new ChainCheck(client, tasks);
        filters = new SavedFilters(around.preferences(), tasks, notices);
        watches = new WatchRules(feed, tasks, notices, filters, around.notifier());
        columns = new ColumnMemory(around.preferences(), "audit");
        tail.onFault(words::take);
        tail.onFresh(this::grow);
        range.onChange(this::rangeChanged);
        topics.chosen().addListener((SetChangeListener<String>) change -> changed());
        topics.topics().addListener((ListChangeListener<AuditExchange.Topic>) change -> covered());
        mode.addListener((observed, before, now) -> turn());
    }

    /** What is typed. */
    public AuditWords words() {
        return words;
    }

    /** Which part of the book is searched. */
    public AuditRange range() {
        return range;
    }

    public AuditTopics topics() {
        return topics;
    }

    public AuditTail tail() {
        return tail;
    }

    public AuditPages pages() {
        return pages;
    }

    public AuditGroups groups() {
        return groups;
    }

    /** Records over time. */
    public AuditCounts counts() {
        return counts;
    }

    /** The record whose details are shown. */
    public AuditRecord record() {
        return record;
    }

    public FileExport export() {
        return export;
    }

    /** Whether the book was tampered with. */
    public ChainCheck check() {
        return check;
    }

    public SavedFilters filters() {
        return filters;
    }

    /** Filters that tell when a new record matches. */
    public WatchRules watches() {
        return watches;
    }

    /** Which columns are put away. */
    public ColumnMemory columns() {
        return columns;
    }

    public ObjectProperty<Mode> modeProperty() {
        return mode;
    }

    public StringProperty searchProperty() {
        return words.textProperty();
    }

    /** The rows of the tail or of the search. */
    public ObservableList<AuditEntry> rows() {
        return mode.get() == Mode.LIVE ? tail.rows() : pages.rows();
    }

    /** How what is looked at does. */
    public Load load() {
        return switch (mode.get()) {
            case LIVE -> tail.load();
            case SEARCH -> pages.load();
            case GROUPS -> groups.load();
        };
    }

    /** All that is searched for, in the words of the search. */
    String asked() {
        return words.and(List.of(topics.words(), range.words()));
    }

    private String askedOfAnyTime() {
        return words.and(List.of(topics.words()));
    }

    @Override
    public void activate() {
        if (mode.get() == Mode.LIVE) {
            tail.open();
        }
        topics.refresh();
        count();
        active = true;
    }

    @Override
    public void deactivate() {
        tail.close();
        active = false;
    }

    @Override
    public void refresh() {
        topics.refresh();
        if (mode.get() == Mode.LIVE) {
            tail.reopen();
            count();
        } else {
            reload();
        }
    }

    /** Searches for {@code wanted} in all topics and at any time. */
    public void search(String wanted) {
        quietly(() -> {
            range.clear();
            topics.chosen().clear();
            words.textProperty().set(wanted);
            mode.set(Mode.SEARCH);
        });
    }

    /** Takes every narrowing off. */
    public void clear() {
        quietly(() -> {
            range.clear();
            topics.chosen().clear();
            words.textProperty().set("");
        });
    }

    /** Whether anything is narrowed. */
    public boolean isNarrowed() {
        return !words.textProperty().get().isBlank() || !topics.chosen().isEmpty() || !range.isAll();
    }

    /** Shows what a filter was saved with. */
    public void show(SavedFilter filter) {
        quietly(() -> {
            words.textProperty().set(filter.query());
            topics.chosen().clear();
            topics.chosen().addAll(filter.topics());
            range.show(filter);
            if (mode.get() == Mode.LIVE && filter.range() != SavedFilter.Range.ALL) {
                mode.set(Mode.SEARCH);
            }
        });
    }

    /** What is looked at now, as a filter of this name. */
    public SavedFilter filter(String name) {
        return new SavedFilter(UUID.randomUUID().toString(), name, words.textProperty().get().strip(),
                topics.chosen().stream().sorted().toList(), range.kindProperty().get(), range.fromProperty().get(),
                range.toProperty().get());
    }

    /** Looks at the time between two moments of the chart. */
    public void zoom(Instant from, Instant to) {
        range.zoom(from, to);
    }

    /** Shows what came too fast for the tail. */
    public void showSkipped() {
        AuditTail.Skipped skipped = tail.skippedProperty().get();
        if (skipped != null) {
            tail.dismissSkipped();
            zoom(skipped.from(), skipped.to());
        }
    }

    /** What becomes of an export that is begun now. */
    public ObservableValue<Verdict> exportVerdict() {
        return availability.atServer(Role.VIEWER);
    }

    /** Writes all that is searched for into a file, in the format that its name says, unless the range makes no sense. */
    public void export(Path target) {
        if (range.faultProperty().get() != null) {
            return;
        }
        String asked = asked();
        AuditExchange.Format format = format(target);
        export.start(new FileExport.Wanted(target, format == AuditExchange.Format.CSV ? 1 : 0,
                (file, transfer) -> client.audit().export(asked, format, file, transfer),
                file -> Sentence.of("audit.export.done", export.progressProperty().get().records(), file.toString())));
    }

    /** JSON Lines where the file is called so, CSV otherwise. */
    static AuditExchange.Format format(Path target) {
        String name = target.getFileName().toString().toLowerCase(Locale.ROOT);
        return name.endsWith(".jsonl") || name.endsWith(".ndjson") || name.endsWith(".json")
                ? AuditExchange.Format.JSONL
                : AuditExchange.Format.CSV;
    }

    /** Changes several things that are searched for, and searches once. */
    private void quietly(Runnable change) {
        quiet = true;
        change.run();
        quiet = false;
        changed();
    }

    private void rangeChanged() {
        if (!quiet && mode.get() == Mode.LIVE && !range.isAll()) {
            mode.set(Mode.SEARCH);
        } else {
            changed();
        }
    }

    /** A pause was made in typing; what was searched for meanwhile is not searched for again. */
    private void typed() {
        if (!words.textProperty().get().equals(searched)) {
            changed();
        }
    }

    private void changed() {
        if (!quiet && range.faultProperty().get() == null) {
            reload();
        }
    }

    private void turn() {
        if (mode.get() == Mode.LIVE) {
            boolean before = quiet;
            quiet = true;
            range.clear();
            quiet = before;
            if (active) {
                tail.open();
            }
            covered();
        } else {
            tail.close();
        }
        changed();
    }

    private void reload() {
        searched = words.textProperty().get();
        switch (mode.get()) {
            case LIVE -> tail.follow(askedOfAnyTime());
            case SEARCH -> pages.refresh();
            case GROUPS -> groups.refresh();
        }
        count();
    }

    private void count() {
        AuditRange.Bounds bounds = mode.get() == Mode.LIVE
                ? new AuditRange.Bounds(clock.instant().minus(TAIL_CHART), null)
                : range.bounds();
        boolean offsets = range.kindProperty().get() == SavedFilter.Range.OFFSETS;
        counts.ask(offsets ? asked() : askedOfAnyTime(), bounds);
    }

    /** The tail's chart goes on by what the tail brings: each question to the server would be a record of its own. */
    private void grow(List<AuditEntry> fresh) {
        if (mode.get() == Mode.LIVE) {
            counts.grow(fresh);
        }
    }

    /** The tail has no coverage of its own: it shows how far the index has come. */
    private void covered() {
        if (mode.get() == Mode.LIVE) {
            List<Coverage.PartitionCoverage> partitions = new ArrayList<>();
            boolean complete = true;
            for (AuditExchange.Topic topic : topics.topics()) {
                for (AuditExchange.Partition each : topic.partitions()) {
                    partitions.add(new Coverage.PartitionCoverage(topic.topic(), each.partition(), each.from(),
                            each.indexed(), each.end(), each.gaps(), topic.newest()));
                    complete &= each.end() != null && each.indexed() >= each.end();
                }
            }
            pages.covered(new Coverage(partitions, complete));
        }
    }
}
