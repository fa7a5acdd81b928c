package dev.gatehouse.ui.session;

import dev.gatehouse.model.api.NodesExchange;
import dev.gatehouse.model.error.ErrorCode;
import dev.gatehouse.ui.client.ConsoleClient;
import dev.gatehouse.ui.client.ServerProblem;
import dev.gatehouse.ui.task.Load;
import dev.gatehouse.ui.task.TaskRunner;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;

/** What one session's socket does, asked of its node once a second while somebody looks. */
public final class SocketWatch {

    private static final Duration BEAT = Duration.ofSeconds(1);

    private final ConsoleClient client;
    private final TaskRunner tasks;
    private final Clock clock;
    private final Runnable gone;
    private final ReadOnlyObjectWrapper<NodesExchange.@Nullable SocketDetail> detail = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<Rates> rates = new ReadOnlyObjectWrapper<>(Rates.NONE);
    private final Load load = new Load();
    private @Nullable String sid;
    private TaskRunner.@Nullable Handle beat;
    private @Nullable Instant last;
    private long generation;
    private boolean asking;

    /** Per second, since the answer before. */
    public record Rates(double messagesIn, double messagesOut, double bytesIn, double bytesOut) {

        static final Rates NONE = new Rates(0, 0, 0, 0);
    }

    /** @param gone called when the session turns out to be over */
    SocketWatch(ConsoleClient client, TaskRunner tasks, Clock clock, Runnable gone) {
        this.client = client;
        this.tasks = tasks;
        this.clock = clock;
        this.gone = gone;
    }

    /** {@code null} before the first answer. */
    public ReadOnlyObjectProperty<NodesExchange.@Nullable SocketDetail> detailProperty() {
        return detail.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<Rates> ratesProperty() {
        return rates.getReadOnlyProperty();
    }

    public Load load() {
        return load;
    }

    /** Watches {@code wanted}, or nothing. */
    void watch(@Nullable String wanted) {
        boolean same = wanted != null && wanted.equals(sid);
        if (same && beat != null) {
            return;
        }
        stop();
        sid = wanted;
        if (!same) {
            detail.set(null);
            rates.set(Rates.NONE);
            last = null;
        }
        load.waiting();
        if (wanted == null) {
            return;
        }
        beat = tasks.every(BEAT, this::ask);
        ask();
    }

    /** Watches nothing; what was last heard stays. */
    void stop() {
        generation++;
        asking = false;
        if (beat != null) {
            beat.close();
            beat = null;
        }
    }

    private void ask() {
        String wanted = sid;
        if (asking || wanted == null) {
            return;
        }
        asking = true;
        long mine = generation;
        tasks.when(client.sessions().socket(wanted), answer -> {
            if (mine == generation) {
                asking = false;
                apply(answer);
            }
        }, failure -> {
            if (mine == generation) {
                asking = false;
                load.failed(failure);
                if (failure instanceof ServerProblem problem && problem.is(ErrorCode.NOT_FOUND)) {
                    stop();
                    gone.run();
                }
            }
        });
    }

    void apply(NodesExchange.SocketDetail now) {
        NodesExchange.SocketDetail before = detail.get();
        Instant at = clock.instant();
        if (before != null && last != null && before.sid().equals(now.sid())) {
            double seconds = Math.max(0.1, Duration.between(last, at).toMillis() / 1_000.0);
            rates.set(new Rates((now.messagesIn() - before.messagesIn()) / seconds,
                    (now.messagesOut() - before.messagesOut()) / seconds, (now.bytesIn() - before.bytesIn()) / seconds,
                    (now.bytesOut() - before.bytesOut()) / seconds));
        }
        last = at;
        detail.set(now);
        load.ready();
    }
}
