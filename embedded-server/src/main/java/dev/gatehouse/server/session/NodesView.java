package dev.gatehouse.server.session;

import dev.gatehouse.model.api.LiveExchange.View;
import dev.gatehouse.model.health.NodeInfo;
import dev.gatehouse.server.live.LiveView;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Windows on the nodes of the fleet, by id; the query is the beginning of one. */
public final class NodesView implements LiveView {

    private final NodeRegistry registry;

    public NodesView(NodeRegistry registry) {
        this.registry = registry;
    }

    @Override
    public View view() {
        return View.NODES;
    }

    @Override
    public long version() {
        return registry.version();
    }

    @Override
    public Rows rows(@Nullable String query, @Nullable String sort, int offset, int limit) {
        List<NodeInfo> nodes = registry.nodes().stream()
                .filter(node -> query == null || node.id().startsWith(query.strip())).toList();
        return new Rows(nodes.size(), nodes.stream().skip(offset).limit(limit).toList());
    }

    @Override
    public long ageMillis() {
        return registry.ageMillis();
    }
}
