package dev.gatehouse.ui.session;

import dev.gatehouse.model.session.Session;
import dev.gatehouse.ui.client.ConsoleClient;
import dev.gatehouse.ui.client.WindowQuery;
import dev.gatehouse.ui.task.Load;
import dev.gatehouse.ui.task.SteadyList;
import dev.gatehouse.ui.task.TaskRunner;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;

/** Who was online at one moment: now, asked of the nodes' own records, or at a moment of the past. */
public final class Snapshot {

    private final ConsoleClient client;
    private final TaskRunner tasks;
    private final Clock clock;
    private final SteadyList<Session> rows = new SteadyList<>();
    private final Load load = new Load();
    private final ReadOnlyObjectWrapper<@Nullable Taken> taken = new ReadOnlyObjectWrapper<>();
    private long asked;

    /**
     * What the rows are.
     *
     * @param at    the moment that they are true for
     * @param total how many there were in all
     * @param since from when on the node remembers without a gap; absent for a snapshot of now
     */
    public record Taken(Instant at, long total, int offset, @Nullable Instant since) {}

    Snapshot(ConsoleClient client, TaskRunner tasks, Clock clock) {
        this.client = client;
        this.tasks = tasks;
        this.clock = clock;
    }

    public SteadyList<Session> rows() {
        return rows;
    }

    public Load load() {
        return load;
    }

    /** {@code null} before the first answer. */
    public ReadOnlyObjectProperty<@Nullable Taken> takenProperty() {
        return taken.getReadOnlyProperty();
    }

    /** @param time absent for now */
    void take(@Nullable Instant time, WindowQuery query) {
        long mine = ++asked;
        Taken before = taken.get();
        if (before != null && (time == null) != (before.since() == null)) {
            rows.show(List.of());
            taken.set(null);
        }
        load.waiting();
        if (time == null) {
            tasks.when(client.sessions().fresh(query), found -> answered(mine, found.items(),
                    new Taken(clock.instant().minusMillis(found.age()), found.total(), query.offset(), null)),
                    failure -> failed(mine, failure));
        } else {
            tasks.when(client.sessions().at(time, query), found -> answered(mine, found.items(),
                    new Taken(found.time(), found.total(), query.offset(), found.since())),
                    failure -> failed(mine, failure));
        }
    }

    private void answered(long mine, List<Session> found, Taken now) {
        if (mine == asked) {
            apply(found, now);
        }
    }

    private void failed(long mine, Throwable failure) {
        if (mine == asked) {
            load.failed(failure);
        }
    }

    void apply(List<Session> found, Taken now) {
        rows.show(found);
        taken.set(now);
        load.ready();
    }
}
