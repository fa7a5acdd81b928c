package dev.gatehouse.ui.offline;

import dev.gatehouse.model.auth.Role;
import dev.gatehouse.model.outage.Circumstances;
import dev.gatehouse.model.outage.Deed;
import dev.gatehouse.model.outage.Fate;
import dev.gatehouse.model.outage.Reason;
import dev.gatehouse.model.outage.Verdict;
import dev.gatehouse.model.user.User;
import dev.gatehouse.ui.client.ConsoleClient;
import dev.gatehouse.ui.task.TaskRunner;
import java.lang.ref.WeakReference;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.value.ObservableValue;

/**
 * What becomes of each action now: on the view models' thread, and told anew whenever something goes or comes back, as
 * long as somebody holds this.
 */
public final class Availability {

    private final ConsoleClient client;
    private final ReadOnlyObjectWrapper<Circumstances> now;

    public Availability(ConsoleClient client, TaskRunner tasks) {
        this.client = client;
        this.now = new ReadOnlyObjectWrapper<>(circumstances());
        WeakReference<Availability> weak = new WeakReference<>(this);
        client.conditions().onChange(() -> {
            Availability still = weak.get();
            if (still != null) {
                tasks.run(still::look);
            }
        });
    }

    /** What becomes of {@code deed}. */
    public ObservableValue<Verdict> of(Deed deed) {
        return now.getReadOnlyProperty().map(circumstances -> Verdict.of(deed, circumstances));
    }

    /** What becomes of something that only the server does, that keeps nothing and that takes {@code role}. */
    public ObservableValue<Verdict> atServer(Role role) {
        return now.getReadOnlyProperty().map(circumstances -> atServer(role, circumstances));
    }

    private static Verdict atServer(Role role, Circumstances now) {
        Role highest = now.role();
        return now.readOnly()
                ? new Verdict(Fate.BLOCKED, Reason.READ_ONLY)
                : highest == null || !highest.includes(role)
                        ? new Verdict(Fate.BLOCKED, Reason.ROLE)
                        : now.server() ? Verdict.ALLOWED : new Verdict(Fate.BLOCKED, Reason.NEEDS_SERVER);
    }

    private void look() {
        Circumstances found = circumstances();
        if (!found.equals(now.get())) {
            now.set(found);
        }
    }

    private Circumstances circumstances() {
        User who = client.operator();
        Role role = who == null ? null : who.highestRole();
        return client.conditions().now(role);
    }
}
