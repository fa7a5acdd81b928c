package dev.gatehouse.ui.audit;

import dev.gatehouse.model.api.AuditExchange;
import dev.gatehouse.model.auth.Role;
import dev.gatehouse.model.outage.Verdict;
import dev.gatehouse.ui.client.ConsoleClient;
import dev.gatehouse.ui.offline.Availability;
import dev.gatehouse.ui.task.Load;
import dev.gatehouse.ui.task.TaskRunner;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.value.ObservableValue;
import org.jspecify.annotations.Nullable;

/** Whether the book was tampered with: the hash chain of each node, checked by the server when somebody asks. */
public final class ChainCheck {

    private final ConsoleClient client;
    private final TaskRunner tasks;
    private final Availability availability;
    private final ReadOnlyObjectWrapper<AuditExchange.@Nullable Verification> result = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyBooleanWrapper running = new ReadOnlyBooleanWrapper();
    private final Load load = new Load();

    ChainCheck(ConsoleClient client, TaskRunner tasks) {
        this.client = client;
        this.tasks = tasks;
        this.availability = new Availability(client, tasks);
    }

    /** Whether this operator may ask for it. */
    public boolean mayCheck() {
        return client.may(Role.OPERATOR);
    }

    /** What becomes of a check that is begun now. */
    public ObservableValue<Verdict> verdict() {
        return availability.atServer(Role.OPERATOR);
    }

    /** What the last check has found; {@code null} before the first. */
    public ReadOnlyObjectProperty<AuditExchange.@Nullable Verification> resultProperty() {
        return result.getReadOnlyProperty();
    }

    public ReadOnlyBooleanProperty runningProperty() {
        return running.getReadOnlyProperty();
    }

    public Load load() {
        return load;
    }

    /** Checks all records of all nodes. */
    public void check() {
        if (running.get()) {
            return;
        }
        running.set(true);
        load.waiting();
        tasks.when(client.audit().verify(), found -> {
            running.set(false);
            apply(found);
        }, failure -> {
            running.set(false);
            load.failed(failure);
        });
    }

    void apply(AuditExchange.Verification found) {
        result.set(found);
        load.ready();
    }
}
