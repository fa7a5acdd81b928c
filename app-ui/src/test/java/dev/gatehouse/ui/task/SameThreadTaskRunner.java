package dev.gatehouse.ui.task;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Runs at once, on whichever thread asks; what is planned waits until the test says that its time has come. */
public final class SameThreadTaskRunner implements TaskRunner {

    private final List<Planned> planned = new CopyOnWriteArrayList<>();

    private record Planned(Runnable task, boolean again) {}

    @Override
    public synchronized void run(Runnable task) {
        task.run();
    }

    @Override
    public Handle after(Duration delay, Runnable task) {
        return plan(new Planned(task, false));
    }

    @Override
    public Handle every(Duration period, Runnable task) {
        return plan(new Planned(task, true));
    }

    private Handle plan(Planned plan) {
        planned.add(plan);
        return () -> planned.remove(plan);
    }

    /** The time of everything planned has come. */
    public void timePasses() {
        List<Planned> due = List.copyOf(planned);
        planned.removeIf(plan -> !plan.again());
        due.forEach(plan -> plan.task().run());
    }
}
