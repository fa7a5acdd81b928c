package dev.gatehouse.ui.user;

import dev.gatehouse.model.api.Page;
import dev.gatehouse.model.api.UsersExchange;
import dev.gatehouse.model.auth.Role;
import dev.gatehouse.model.error.ErrorCode;
import dev.gatehouse.model.outage.Deed;
import dev.gatehouse.model.outage.Verdict;
import dev.gatehouse.model.user.User;
import dev.gatehouse.ui.client.ConsoleClient;
import dev.gatehouse.ui.client.ServerProblem;
import dev.gatehouse.ui.client.UserCalls;
import dev.gatehouse.ui.job.JobsViewModel;
import dev.gatehouse.ui.offline.Availability;
import dev.gatehouse.ui.settings.PreferenceFile;
import dev.gatehouse.ui.task.Activity;
import dev.gatehouse.ui.task.Enforcements;
import dev.gatehouse.ui.task.FileExport;
import dev.gatehouse.ui.task.Load;
import dev.gatehouse.ui.task.Notices;
import dev.gatehouse.ui.task.PagedList;
import dev.gatehouse.ui.task.TaskRunner;
import dev.gatehouse.ui.text.Sentence;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.LongBinding;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyLongProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.value.ObservableValue;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/** Those who may enter: searched by the server, page by page; one of them, several, or all that the search finds. */
public final class UserViewModel implements Activity {

    private static final int PAGE = 100;

    private final ConsoleClient client;
    private final TaskRunner tasks;
    private final Notices notices;
    private final JobsViewModel jobs;
    private final UserFilters filters;
    private final PagedList<User> list;
    private final UserActions actions;
    private final UserImport imports;
    private final FileExport exports;
    private final TimelineViewModel timeline;
    private final UserPreferences preferences;
    private final Availability availability;
    private final ObjectProperty<@Nullable User> selected = new SimpleObjectProperty<>();
    private final ObservableList<User> chosen = FXCollections.observableArrayList();
    private final BooleanProperty everything = new SimpleBooleanProperty();
    private Set<String> kept = Set.of();
    private @Nullable String wanted;
    private boolean replacing;

    /** @param preferences remembers columns and reasons */
    public UserViewModel(ConsoleClient client, TaskRunner tasks, Notices notices, Enforcements enforcements,
            JobsViewModel jobs, PreferenceFile preferences) {
        this.client = client;
        this.tasks = tasks;
        this.notices = notices;
        this.jobs = jobs;
        this.preferences = new UserPreferences(preferences);
        this.availability = new Availability(client, tasks);
        filters = new UserFilters(tasks, this::searched);
        list = new PagedList<>(tasks, cursor -> client.users().list(filters.search(), cursor, PAGE));
        list.onReplace(this::remember, this::recall);
        actions = new UserActions(client, tasks, notices, enforcements, this);
        imports = new UserImport(client, tasks, jobs);
        exports = new FileExport(tasks, notices);
        timeline = new TimelineViewModel(client, tasks, notices);
        selected.addListener((observed, before, now) -> timeline.show(now));
        notices.lastReceiptProperty().addListener((observed, before, now) -> timeline.refresh());
    }

    public ObservableList<User> rows() {
        return list.rows();
    }

    public ReadOnlyLongProperty totalProperty() {
        return list.totalProperty();
    }

    public Load load() {
        return list.load();
    }

    PagedList<User> list() {
        return list;
    }

    public UserFilters filters() {
        return filters;
    }

    /** What can be done to one user. */
    public UserActions actions() {
        return actions;
    }

    public UserImport imports() {
        return imports;
    }

    public FileExport exports() {
        return exports;
    }

    /** Writes the users that are looked for into a CSV file. */
    public void export(Path target) {
        UserCalls.Search search = filters.search();
        exports.start(new FileExport.Wanted(target, 1,
                (file, transfer) -> client.users().export(search, file, transfer),
                file -> Sentence.of("export.done", file.toString())));
    }

    public TimelineViewModel timeline() {
        return timeline;
    }

    public JobsViewModel jobs() {
        return jobs;
    }

    public UserPreferences preferences() {
        return preferences;
    }

    /** The user that the keyboard is on. */
    public ObjectProperty<@Nullable User> selectedProperty() {
        return selected;
    }

    /** The rows that are marked; more than one of them can be changed at once. */
    public ObservableList<User> chosen() {
        return chosen;
    }

    /** Whether all that the search finds are meant, those that were not loaded too. */
    public BooleanProperty everythingProperty() {
        return everything;
    }

    /** How many users a bulk action would meet. */
    public LongBinding chosenCount() {
        return Bindings.createLongBinding(() -> everything.get() ? list.totalProperty().get() : chosen.size(), chosen,
                everything, list.totalProperty());
    }

    /** Whom a bulk action means. */
    public UsersExchange.Selection selection() {
        return everything.get()
                ? filters.search().selection()
                : new UsersExchange.Selection(chosen.stream().map(User::id).toList(), null, null, null, null);
    }

    /** A bulk action over what is chosen now. */
    public BulkViewModel bulk(UsersExchange.BulkAction action) {
        return new BulkViewModel(client, tasks, jobs, new BulkViewModel.Order(action, selection(),
                everything.get() ? list.totalProperty().get() : chosen.size()), preferences.reasons());
    }

    /** What becomes of {@code deed} now. */
    public ObservableValue<Verdict> verdict(Deed deed) {
        return availability.of(deed);
    }

    /** What becomes of an export that is begun now. */
    public ObservableValue<Verdict> exportVerdict() {
        return availability.atServer(Role.VIEWER);
    }

    public boolean mayChange() {
        return client.may(Role.OPERATOR);
    }

    public boolean mayChangeRoles() {
        return client.may(Role.ADMIN);
    }

    @Override
    public void activate() {
        refresh();
    }

    @Override
    public void deactivate() {}

    @Override
    public void refresh() {
        list.refresh();
        timeline.refresh();
    }

    /** Adds the next page to the rows. */
    public void more() {
        list.more();
    }

    private void searched() {
        everything.set(false);
        list.refresh();
    }

    /** Shows one user and what happened to it, whatever is searched for. */
    public void open(String id) {
        tasks.when(client.users().get(id), user -> {
            wanted = id;
            filters.textProperty().set(user.username());
            selected.set(user);
            timeline.openProperty().set(true);
        }, failure -> {
            if (failure instanceof ServerProblem problem && problem.is(ErrorCode.NOT_FOUND)) {
                // Some records name a user by its name.
                filters.textProperty().set(id);
            } else {
                notices.failed(failure, () -> open(id));
            }
        });
    }

    void apply(Page<User> page, boolean anew) {
        list.apply(page, anew);
    }

    /** Whether rows are being replaced, so that a table that loses its marks must not tell of it. */
    boolean isReplacing() {
        return replacing;
    }

    /** The ids of the rows that are marked. */
    Set<String> chosenIds() {
        return chosen.stream().map(User::id).collect(Collectors.toSet());
    }

    private void remember() {
        kept = chosenIds();
        if (wanted == null && selected.get() != null) {
            wanted = selected.get().id();
        }
        replacing = true;
    }

    private void recall() {
        replacing = false;
        chosen.setAll(rows().stream().filter(user -> kept.contains(user.id())).toList());
        User found = rows().stream().filter(user -> user.id().equals(wanted)).findFirst().orElse(null);
        boolean opened = found == null && timeline.openProperty().get();
        if (!opened) {
            selected.set(found);
            wanted = null;
        }
    }

    /** A user stands as it is now, wherever it is shown. */
    void replace(User user) {
        replacing = true;
        for (int row = 0; row < rows().size(); row++) {
            if (rows().get(row).id().equals(user.id())) {
                rows().set(row, user);
            }
        }
        replacing = false;
        chosen.replaceAll(row -> row.id().equals(user.id()) ? user : row);
        if (selected.get() == null || selected.get().id().equals(user.id())) {
            selected.set(user);
        }
    }

    void gone(User user) {
        List<User> same = rows().stream().filter(row -> row.id().equals(user.id())).toList();
        same.forEach(list::removed);
        chosen.removeIf(row -> row.id().equals(user.id()));
        User now = selected.get();
        if (now != null && now.id().equals(user.id())) {
            selected.set(null);
        }
    }
}
