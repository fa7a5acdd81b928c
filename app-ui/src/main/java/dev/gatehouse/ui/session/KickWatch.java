package dev.gatehouse.ui.session;

import dev.gatehouse.model.api.Enforcement;
import dev.gatehouse.model.error.ErrorCode;
import dev.gatehouse.model.session.Session;
import dev.gatehouse.ui.client.ConsoleClient;
import dev.gatehouse.ui.client.ServerProblem;
import dev.gatehouse.ui.task.Enforcing;
import dev.gatehouse.ui.task.TaskRunner;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;

/** Follows a kick to the nodes that had not ended their sessions by the answer: until each of them is gone. */
final class KickWatch {

    private static final Duration BEAT = Duration.ofSeconds(1);
    /** A node that is away may never answer. */
    private static final int MOST_BEATS = 120;

    private final ConsoleClient client;
    private final TaskRunner tasks;
    private final Enforcing enforcing;
    private final Map<String, Queue<String>> open = new HashMap<>();
    private final TaskRunner.Handle beat;
    private int beats;

    private KickWatch(ConsoleClient client, TaskRunner tasks, Enforcing enforcing, List<Session> kicked) {
        this.client = client;
        this.tasks = tasks;
        this.enforcing = enforcing;
        for (Enforcement node : enforcing.nodesProperty().get()) {
            if (!Enforcement.ENFORCED.equals(node.state())) {
                Queue<String> sids = new ArrayDeque<>();
                kicked.stream().filter(session -> session.node().equals(node.node())).map(Session::sid)
                        .forEach(sids::add);
                open.put(node.node(), sids);
            }
        }
        this.beat = tasks.every(BEAT, this::ask);
    }

    /**
     * Begins to follow.
     *
     * @param told how far the nodes had come by the answer
     */
    static Enforcing follow(ConsoleClient client, TaskRunner tasks, List<Enforcement> told, List<Session> kicked) {
        Enforcing enforcing = Enforcing.of(told);
        if (!enforcing.completeProperty().get()) {
            new KickWatch(client, tasks, enforcing, kicked).ask();
        }
        return enforcing;
    }

    private void ask() {
        beats++;
        List.copyOf(open.keySet()).forEach(this::ask);
        if (open.isEmpty() || beats >= MOST_BEATS) {
            beat.close();
        }
    }

    private void ask(String node) {
        Queue<String> sids = open.get(node);
        if (sids == null) {
            return;
        }
        String sid = sids.peek();
        if (sid == null) {
            open.remove(node);
            enforcing.acted(node);
            return;
        }
        tasks.when(client.sessions().get(sid), still -> {}, failure -> {
            if (failure instanceof ServerProblem problem && problem.is(ErrorCode.NOT_FOUND) && sids.remove(sid)) {
                ask(node);
            }
        });
    }
}
