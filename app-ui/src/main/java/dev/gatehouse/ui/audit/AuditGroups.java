package dev.gatehouse.ui.audit;

import dev.gatehouse.model.api.AuditExchange;
import dev.gatehouse.model.audit.AuditEntry;
import dev.gatehouse.ui.client.AuditCalls;
import dev.gatehouse.ui.client.ConsoleClient;
import dev.gatehouse.ui.task.Load;
import dev.gatehouse.ui.task.TaskRunner;
import dev.gatehouse.ui.text.Failures;
import dev.gatehouse.ui.text.Sentence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/** What a search finds, gathered by session, trace or actor; each group opens into its records, the newest first. */
public final class AuditGroups {

    private static final int MOST_GROUPS = 200;
    private static final int PAGE = 50;

    private final ConsoleClient client;
    private final TaskRunner tasks;
    private final Supplier<String> words;
    private final AuditWords faults;
    private final ObjectProperty<AuditExchange.GroupBy> by = new SimpleObjectProperty<>(AuditExchange.GroupBy.SESSION);
    private final ObservableList<Line> lines = FXCollections.observableArrayList();
    private final Load load = new Load();
    private final Map<String, Content> open = new LinkedHashMap<>();
    private List<AuditExchange.Group> groups = List.of();
    /** What the groups were found by; their records belong to the same. */
    private String found = "";
    private long asked;
    private long fetched;

    /** A line of the table. */
    public sealed interface Line {

        /** A group, opened or not. */
        record Head(AuditExchange.Group group, boolean isOpen) implements Line {}

        /** A record of the group above it. */
        record Row(AuditExchange.Group group, AuditEntry entry) implements Line {}

        /** How the records of the group above it stand; chosen, it asks for more of them. */
        record Foot(AuditExchange.Group group, Sentence words, boolean isMore) implements Line {}
    }

    /**
     * The records of an open group, as far as they were asked for.
     *
     * @param fetch which question they answer; an answer to an earlier one is passed over
     */
    private record Content(long fetch, List<AuditEntry> entries, @Nullable String cursor, long total,
            @Nullable Sentence failure, boolean isWaiting) {}

    AuditGroups(ConsoleClient client, TaskRunner tasks, Supplier<String> words, AuditWords faults) {
        this.client = client;
        this.tasks = tasks;
        this.words = words;
        this.faults = faults;
        by.addListener((observed, before, now) -> {
            open.clear();
            groups = List.of();
            lines.clear();
            refresh();
        });
    }

    /** What records are gathered by. */
    public ObjectProperty<AuditExchange.GroupBy> byProperty() {
        return by;
    }

    public ObservableList<Line> lines() {
        return lines;
    }

    public Load load() {
        return load;
    }

    /** How many groups there are; at most {@value #MOST_GROUPS} are shown. */
    public int count() {
        return groups.size();
    }

    /** Asks anew. Groups that are open stay open. */
    public void refresh() {
        long mine = ++asked;
        load.waiting();
        String wanted = words.get();
        tasks.when(client.audit().groups(wanted, by.get(), MOST_GROUPS), answer -> {
            if (mine == asked) {
                found = wanted;
                apply(answer);
            }
        }, failure -> {
            if (mine == asked) {
                failed(failure);
            }
        });
    }

    /** A fault of the words is told where they are typed, and nowhere else. */
    private void failed(Throwable failure) {
        if (!faults.take(failure)) {
            load.failed(failure);
            return;
        }
        groups = List.of();
        show();
        load.ready();
    }

    void apply(AuditExchange.Groups answer) {
        faults.noFault();
        groups = List.copyOf(answer.items());
        open.keySet().retainAll(groups.stream().map(AuditExchange.Group::key).toList());
        show();
        load.ready();
        groups.stream().filter(group -> open.containsKey(group.key())).forEach(group -> fetch(group, null));
    }

    /** Opens a group that is shut, and shuts one that is open. */
    public void toggle(AuditExchange.Group group) {
        if (open.remove(group.key()) == null) {
            fetch(group, null);
        }
        show();
    }

    /** Opens or shuts; nothing happens where it is so already. */
    public void turn(AuditExchange.Group group, boolean wanted) {
        if (open.containsKey(group.key()) != wanted) {
            toggle(group);
        }
    }

    /** Adds the next records of a group. */
    public void more(AuditExchange.Group group) {
        Content content = open.get(group.key());
        if (content != null && !content.isWaiting()) {
            fetch(group, content.cursor());
        }
    }

    private void fetch(AuditExchange.Group group, @Nullable String cursor) {
        long mine = ++fetched;
        Content before = open.getOrDefault(group.key(), new Content(mine, List.of(), null, group.count(), null, true));
        open.put(group.key(), new Content(mine, before.entries(), cursor, before.total(), null, true));
        List<AuditEntry> kept = cursor == null ? List.of() : before.entries();
        tasks.when(client.audit()
                .find(narrowed(group), new AuditCalls.PageOf(AuditExchange.Order.NEWEST, false, cursor, PAGE)),
                answer -> {
                    List<AuditEntry> entries = new ArrayList<>(kept);
                    entries.addAll(answer.items());
                    took(group, new Content(mine, List.copyOf(entries), answer.cursor(), answer.total(), null, false));
                },
                failure -> took(group, new Content(mine, before.entries(), cursor, before.total(),
                        Failures.sentence(failure), false)));
    }

    private void took(AuditExchange.Group group, Content now) {
        Content before = open.get(group.key());
        if (before != null && before.fetch() == now.fetch()) {
            open.put(group.key(), now);
            show();
        }
    }

    private String narrowed(AuditExchange.Group group) {
        String all = found;
        String mine = AuditWords.lower(by.get()) + ":" + AuditWords.quoted(group.key());
        return all.isEmpty() ? mine : "(" + all + ") " + mine;
    }

    private void show() {
        List<Line> now = new ArrayList<>();
        for (AuditExchange.Group group : groups) {
            Content content = open.get(group.key());
            now.add(new Line.Head(group, content != null));
            if (content != null) {
                content.entries().forEach(entry -> now.add(new Line.Row(group, entry)));
                foot(group, content, now);
            }
        }
        lines.setAll(now);
    }

    private static void foot(AuditExchange.Group group, Content content, List<Line> now) {
        if (content.failure() != null) {
            now.add(new Line.Foot(group, content.failure(), true));
        } else if (content.isWaiting() && content.entries().isEmpty()) {
            now.add(new Line.Foot(group, Sentence.of("table.waiting"), false));
        } else if (content.cursor() != null) {
            now.add(new Line.Foot(group, Sentence.of("audit.group.more", content.total() - content.entries().size()),
                    true));
        }
    }
}
