package dev.gatehouse.ui.session;

import dev.gatehouse.model.api.SessionsExchange;
import dev.gatehouse.model.session.EndedSession;
import dev.gatehouse.model.session.Session;
import dev.gatehouse.ui.client.ConsoleClient;
import dev.gatehouse.ui.task.Debounce;
import dev.gatehouse.ui.task.Load;
import dev.gatehouse.ui.task.SteadyList;
import dev.gatehouse.ui.task.TaskRunner;
import java.util.function.Consumer;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyLongProperty;
import javafx.beans.property.ReadOnlyLongWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.jspecify.annotations.Nullable;

/** Sessions that are over: who ended them, and why. The server looks through all that it remembers. */
public final class EndedSessions {

    /** How many of the newest that match are shown. */
    public static final int LIMIT = 1000;

    /** A session ends so often under one id, at most, before it is looked for elsewhere. */
    private static final int MOST_LIVES = 50;

    private final ConsoleClient client;
    private final TaskRunner tasks;
    private final Debounce typing;
    private final SteadyList<EndedSession> rows = new SteadyList<>();
    private final ReadOnlyLongWrapper total = new ReadOnlyLongWrapper();
    private final Load load = new Load();
    private final StringProperty search = new SimpleStringProperty("");
    private final ObjectProperty<Initiator> initiator = new SimpleObjectProperty<>(Initiator.ANYBODY);
    private long asked;

    /** Who ended a session. */
    public enum Initiator {
        ANYBODY(""),
        CLIENT("by:client"),
        OPERATOR("by:operator"),
        SYSTEM("by:system");

        private final String word;

        Initiator(String word) {
            this.word = word;
        }

        /** Who ended {@code ended}. */
        static Initiator of(EndedSession ended) {
            return switch (ended.by()) {
                case "client" -> CLIENT;
                case "system" -> SYSTEM;
                default -> OPERATOR;
            };
        }
    }

    EndedSessions(ConsoleClient client, TaskRunner tasks) {
        this.client = client;
        this.tasks = tasks;
        this.typing = new Debounce(tasks, this::load);
        search.addListener((observed, before, now) -> typing.typed());
        initiator.addListener((observed, before, now) -> load());
    }

    /** Those that match, newest first. */
    public SteadyList<EndedSession> rows() {
        return rows;
    }

    /** How many match in all. */
    public ReadOnlyLongProperty totalProperty() {
        return total.getReadOnlyProperty();
    }

    public Load state() {
        return load;
    }

    /** Words as the server's search of ended sessions takes them. */
    public StringProperty searchProperty() {
        return search;
    }

    public ObjectProperty<Initiator> initiatorProperty() {
        return initiator;
    }

    /** Whether something is searched for, so that no rows do not mean that no session has ended. */
    public boolean isFiltered() {
        return words() != null;
    }

    /** Asks the server anew. */
    public void load() {
        long mine = ++asked;
        load.waiting();
        tasks.when(client.sessions().ended(words(), LIMIT), answer -> {
            if (mine == asked) {
                apply(answer);
            }
        }, failure -> {
            if (mine == asked) {
                load.failed(failure);
            }
        });
    }

    private @Nullable String words() {
        String words = (search.get().strip() + " " + initiator.get().word).strip();
        return words.isEmpty() ? null : words;
    }

    /** Gives {@code found} how this socket of the session ended; {@code null} where the server does not know it. */
    void end(Session session, Consumer<@Nullable EndedSession> found) {
        tasks.when(client.sessions().ended(session.sid(), MOST_LIVES), answer -> found.accept(answer.items()
                .stream()
                .filter(over -> SessionEnd.isSame(over.session(), session))
                .findFirst()
                .orElse(null)), failure -> found.accept(null));
    }

    /** Shows those that match {@code words}, whoever ended them. */
    void find(String words) {
        initiator.set(Initiator.ANYBODY);
        search.set(words);
        load();
    }

    void apply(SessionsExchange.Ended found) {
        rows.show(found.items());
        total.set(found.total());
        load.ready();
    }
}
