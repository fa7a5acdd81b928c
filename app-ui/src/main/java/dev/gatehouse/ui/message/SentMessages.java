package dev.gatehouse.ui.message;

import dev.gatehouse.model.api.MessagesExchange;
import dev.gatehouse.ui.client.ConsoleClient;
import dev.gatehouse.ui.task.Load;
import dev.gatehouse.ui.task.SteadyList;
import dev.gatehouse.ui.task.TaskRunner;
import java.util.ArrayList;
import java.util.List;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyLongProperty;
import javafx.beans.property.ReadOnlyLongWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import org.jspecify.annotations.Nullable;

/** What was sent, newest first, and how far one of it has come. */
public final class SentMessages {

    private static final int LIMIT = 200;

    private final ConsoleClient client;
    private final TaskRunner tasks;
    private final SteadyList<MessagesExchange.Report> rows = new SteadyList<>();
    private final ReadOnlyLongWrapper total = new ReadOnlyLongWrapper();
    private final Load load = new Load();
    private final ObjectProperty<MessagesExchange.@Nullable Report> selected = new SimpleObjectProperty<>();
    private final ReadOnlyObjectWrapper<@Nullable Delivery> followed = new ReadOnlyObjectWrapper<>();
    private long asked;

    SentMessages(ConsoleClient client, TaskRunner tasks) {
        this.client = client;
        this.tasks = tasks;
        selected.addListener((observed, before, now) -> follow(now));
    }

    public SteadyList<MessagesExchange.Report> rows() {
        return rows;
    }

    /** How many the fleet remembers. */
    public ReadOnlyLongProperty totalProperty() {
        return total.getReadOnlyProperty();
    }

    public Load load() {
        return load;
    }

    /** The message whose details are shown. */
    public ObjectProperty<MessagesExchange.@Nullable Report> selectedProperty() {
        return selected;
    }

    /** Asks anew while the counts of the selected message grow; {@code null} where none is selected. */
    public ReadOnlyObjectProperty<@Nullable Delivery> followedProperty() {
        return followed.getReadOnlyProperty();
    }

    /** Asks the server anew. */
    public void refresh() {
        long mine = ++asked;
        if (!load.loadedProperty().get()) {
            load.waiting();
        }
        tasks.when(client.messages().history(LIMIT), history -> {
            if (mine == asked) {
                apply(history);
            }
        }, failure -> {
            if (mine == asked) {
                load.failed(failure);
            }
        });
    }

    void apply(MessagesExchange.History history) {
        rows.show(history.items());
        total.set(history.total());
        load.ready();
        Delivery watched = followed.get();
        if (watched != null) {
            history.items().stream().filter(watched::isOf).forEach(watched::take);
        }
    }

    /** A report came of one message; its row follows. */
    void heard(MessagesExchange.Report report) {
        List<MessagesExchange.Report> now = new ArrayList<>(rows);
        boolean known = now.stream().anyMatch(row -> row.msgId().equals(report.msgId()));
        now.replaceAll(row -> row.msgId().equals(report.msgId()) ? report : row);
        if (!known) {
            now.addFirst(report);
            total.set(total.get() + 1);
        }
        rows.show(now);
    }

    private void follow(MessagesExchange.@Nullable Report report) {
        Delivery earlier = followed.get();
        MessagesExchange.Report before = earlier == null ? null : earlier.reportProperty().get();
        if (report != null && before != null && before.msgId().equals(report.msgId())) {
            return;
        }
        stop();
        followed.set(report == null ? null : new Delivery(client, tasks, report.msgId(), this::heard));
    }

    /** Follows nothing any more. */
    void stop() {
        Delivery earlier = followed.get();
        if (earlier != null) {
            earlier.stop();
        }
    }
}
