package dev.gatehouse.server.schedule;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;

/** What waits in a queue, taken out in batches. */
public final class Batches {

    private Batches() {}

    /** Empties a queue; {@code each} gets at most {@code most} at once and must not keep the list. */
    public static <T> void drain(BlockingQueue<T> queue, int most, Consumer<List<T>> each) {
        List<T> batch = new ArrayList<>();
        while (queue.drainTo(batch, most) > 0) {
            each.accept(batch);
            batch.clear();
        }
    }
}
