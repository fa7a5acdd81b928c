package dev.gatehouse.server;

import dev.gatehouse.server.bus.Bus;
import dev.gatehouse.server.job.JobFleet;
import java.util.Map;

/** What nodes tell each other of jobs, over the bus. */
final class BusJobWords implements JobFleet.Words {

    private static final String CHANGED = "job.changed";
    private static final String LOOK = "job.look";

    private final Bus bus;
    private final String node;

    BusJobWords(Bus bus, String node) {
        this.bus = bus;
        this.node = node;
    }

    @Override
    public void changed() {
        bus.publish(CHANGED, Map.of());
    }

    @Override
    public void look() {
        bus.publish(LOOK, Map.of());
    }

    @Override
    public void onWords(Runnable changed, Runnable look) {
        bus.on(CHANGED, message -> {
            if (!message.from().equals(node)) {
                changed.run();
            }
        });
        bus.on(LOOK, message -> look.run());
    }
}
