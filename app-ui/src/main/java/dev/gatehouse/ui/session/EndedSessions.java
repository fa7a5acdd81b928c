package dev.gatehouse.ui.session;

import dev.gatehouse.model.session.EndedSession;
import dev.gatehouse.ui.client.ConsoleClient;
import dev.gatehouse.ui.task.Load;
import dev.gatehouse.ui.task.SteadyList;
import dev.gatehouse.ui.task.TaskRunner;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyLongProperty;
import javafx.beans.property.ReadOnlyLongWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.ObservableList;

/** Sessions that are over: who ended them, and why. Of the newest ones those are shown that match. */
public final class EndedSessions {

    /** How many of the newest are looked through. */
    public static final int LIMIT = 1000;

    private final ConsoleClient client;
    private final TaskRunner tasks;
    private final SteadyList<EndedSession> rows = new SteadyList<>();
    private final ReadOnlyLongWrapper total = new ReadOnlyLongWrapper();
    private final Load load = new Load();
    private final StringProperty search = new SimpleStringProperty("");
    private final ObjectProperty<Initiator> initiator = new SimpleObjectProperty<>(Initiator.ANYBODY);
    private List<EndedSession> newest = List.of();

    /** Who ended a session. */
    public enum Initiator {
        ANYBODY,
        CLIENT,
        OPERATOR,
        SYSTEM;

        /** Who ended {@code ended}. */
        static Initiator of(EndedSession ended) {
            return switch (ended.by()) {
                case "client" -> CLIENT;
                case "system" -> SYSTEM;
                default -> OPERATOR;
            };
        }

        private boolean means(EndedSession ended) {
            return this == ANYBODY || this == of(ended);
        }
    }

    EndedSessions(ConsoleClient client, TaskRunner tasks) {
        this.client = client;
        this.tasks = tasks;
        search.addListener((observed, before, now) -> show());
        initiator.addListener((observed, before, now) -> show());
    }

    /** Those that match, newest first. */
    public ObservableList<EndedSession> rows() {
        return rows;
    }

    /** How many the server remembers. */
    public ReadOnlyLongProperty totalProperty() {
        return total.getReadOnlyProperty();
    }

    public Load state() {
        return load;
    }

    /** Parts of a name, address, node, id or reason; all must be there. */
    public StringProperty searchProperty() {
        return search;
    }

    public ObjectProperty<Initiator> initiatorProperty() {
        return initiator;
    }

    /** Asks the server anew. */
    public void load() {
        load.waiting();
        tasks.when(client.sessions().ended(null, LIMIT), answer -> apply(answer.total(), answer.items()),
                load::failed);
    }

    /** Gives {@code found} how the session ended, where the server still knows. */
    void end(String sid, Consumer<EndedSession> found) {
        tasks.when(client.sessions().ended(null, LIMIT), answer -> {
            apply(answer.total(), answer.items());
            answer.items().stream().filter(ended -> ended.session().sid().equals(sid)).findFirst().ifPresent(found);
        }, load::failed);
    }

    /** Shows those that match {@code words}, whoever ended them. */
    void find(String words) {
        initiator.set(Initiator.ANYBODY);
        search.set(words);
        load();
    }

    void apply(long all, List<EndedSession> found) {
        newest = List.copyOf(found);
        total.set(all);
        show();
        load.ready();
    }

    private void show() {
        List<String> words = Stream.of(search.get().toLowerCase(Locale.ROOT).strip().split("\\s+")).toList();
        rows.show(newest.stream()
                .filter(initiator.get()::means)
                .filter(ended -> words.stream().allMatch(text(ended)::contains))
                .toList());
    }

    private static String text(EndedSession ended) {
        return String.join("\n", ended.session().username(), ended.session().sid(), ended.session().user(),
                ended.session().node(), ended.session().ip(), ended.by(), ended.reason(),
                Integer.toString(ended.code())).toLowerCase(Locale.ROOT);
    }
}
