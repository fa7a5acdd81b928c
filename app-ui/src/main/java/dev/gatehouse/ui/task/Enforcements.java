package dev.gatehouse.ui.task;

import dev.gatehouse.model.api.Enforcement;
import dev.gatehouse.model.api.LiveExchange;
import dev.gatehouse.model.audit.Receipt;
import dev.gatehouse.model.health.NodeInfo;
import dev.gatehouse.ui.client.LiveClient;
import dev.gatehouse.ui.client.WindowQuery;
import dev.gatehouse.ui.client.WindowRows;
import java.util.ArrayList;
import java.util.List;

/** Follows decisions over the nodes by the live feed; the window on the nodes is open only while one is followed. */
public final class Enforcements {

    private static final int MOST_NODES = 200;
    /** Older ones are no longer followed: a node may stay away for ever. */
    private static final int MOST_FOLLOWED = 16;

    private final LiveList<NodeInfo> nodes;
    private final List<Enforcing> followed = new ArrayList<>();

    public Enforcements(LiveClient live, TaskRunner tasks) {
        nodes = new LiveList<>(live, tasks, LiveExchange.View.NODES, NodeInfo.class, WindowQuery.first(MOST_NODES));
        nodes.dataAtProperty().addListener((observed, before, now) -> heard());
    }

    /**
     * Follows a decision until every node has acted on it.
     *
     * @param receipt its place in the change log
     * @param told    how far the nodes had come by the answer; empty where it did not say
     */
    public Enforcing follow(Receipt receipt, List<Enforcement> told) {
        Enforcing enforcing = new Enforcing(receipt.offset(), told);
        if (!enforcing.completeProperty().get()) {
            followed.add(enforcing);
            if (followed.size() > MOST_FOLLOWED) {
                followed.removeFirst();
            }
            nodes.reopen();
        }
        return enforcing;
    }

    /** Takes in a window on the nodes. */
    public void apply(WindowRows<NodeInfo> beats) {
        nodes.apply(beats);
    }

    private void heard() {
        followed.forEach(enforcing -> enforcing.heard(nodes.rows()));
        followed.removeIf(enforcing -> enforcing.completeProperty().get());
        if (followed.isEmpty()) {
            nodes.close();
        }
    }
}
