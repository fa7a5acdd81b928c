package dev.gatehouse.ui.audit;

import dev.gatehouse.ui.settings.AuditMemory;
import dev.gatehouse.ui.settings.PreferenceFile;
import dev.gatehouse.ui.settings.SavedFilter;
import dev.gatehouse.ui.settings.WatchRule;
import dev.gatehouse.ui.task.Notices;
import dev.gatehouse.ui.task.TaskRunner;
import dev.gatehouse.ui.task.Undo;
import dev.gatehouse.ui.text.Sentence;
import java.util.List;
import java.util.Optional;
import javafx.collections.FXCollections;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;

/** Searches that are kept, and which of them are watched; both live in the console's settings. */
public final class SavedFilters {

    private final PreferenceFile file;
    private final TaskRunner tasks;
    private final Notices notices;
    private final ObservableList<SavedFilter> filters = FXCollections.observableArrayList();
    private final ObservableList<WatchRule> rules = FXCollections.observableArrayList();

    SavedFilters(PreferenceFile file, TaskRunner tasks, Notices notices) {
        this.file = file;
        this.tasks = tasks;
        this.notices = notices;
        filters.setAll(file.current().audit().filters());
        rules.setAll(file.current().audit().rules());
        filters.addListener((ListChangeListener<SavedFilter>) change -> keep());
        rules.addListener((ListChangeListener<WatchRule>) change -> keep());
    }

    public ObservableList<SavedFilter> filters() {
        return filters;
    }

    /** At most one per filter. */
    public ObservableList<WatchRule> rules() {
        return rules;
    }

    /** The filter with this id. */
    public Optional<SavedFilter> find(String id) {
        return filters.stream().filter(filter -> filter.id().equals(id)).findFirst();
    }

    /** Keeps a filter; one of the same name is replaced, and stays watched if it was. */
    public void save(SavedFilter filter) {
        for (int index = 0; index < filters.size(); index++) {
            SavedFilter before = filters.get(index);
            if (before.name().equals(filter.name())) {
                filters.set(index, new SavedFilter(before.id(), filter.name(), filter.query(), filter.topics(),
                        filter.range(), filter.from(), filter.to()));
                return;
            }
        }
        filters.add(filter);
    }

    /** Gives a filter another name. */
    public void rename(SavedFilter filter, String name) {
        filters.replaceAll(other -> other.id().equals(filter.id()) ? other.named(name) : other);
    }

    /** Lets a filter go, with the rule that watches it; for ten seconds there is a way back. */
    public void delete(SavedFilter filter) {
        int place = filters.indexOf(filter);
        if (place < 0) {
            return;
        }
        List<WatchRule> watched = rules.stream().filter(rule -> rule.filter().equals(filter.id())).toList();
        rules.removeAll(watched);
        filters.remove(place);
        notices.done(Sentence.of("filter.deleted", filter.name()), null, new Undo(tasks, () -> {
            filters.add(Math.min(place, filters.size()), filter);
            rules.addAll(watched);
        }), null);
    }

    /** Whether a filter is watched at this moment. */
    public boolean isWatched(SavedFilter filter) {
        return rules.stream().anyMatch(rule -> rule.filter().equals(filter.id()) && rule.on());
    }

    /** Makes the rule that watches a filter, or turns it on or off. */
    public void watch(SavedFilter filter, boolean on) {
        WatchRule wanted = new WatchRule(filter.id(), on);
        for (int index = 0; index < rules.size(); index++) {
            if (rules.get(index).filter().equals(filter.id())) {
                if (!rules.get(index).equals(wanted)) {
                    rules.set(index, wanted);
                }
                return;
            }
        }
        rules.add(wanted);
    }

    /** Lets the rule of a filter go; the filter stays. */
    public void forget(SavedFilter filter) {
        rules.removeIf(rule -> rule.filter().equals(filter.id()));
    }

    private void keep() {
        file.save(file.current().withAudit(new AuditMemory(filters, rules)));
    }
}
