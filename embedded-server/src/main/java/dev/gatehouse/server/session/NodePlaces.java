package dev.gatehouse.server.session;

import dev.gatehouse.model.api.NodesExchange.Place;
import dev.gatehouse.model.health.NodeInfo;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where sessions would best go on: the {@link HashRing} over the live nodes that take clients in. */
public final class NodePlaces {

    private final NodeRegistry registry;
    private volatile Rings rings = new Rings(List.of("no node yet"), List.of());

    /** The rings over the nodes as they were last. */
    private record Rings(List<String> open, List<String> others, HashRing ofAll, HashRing ofOthers) {

        Rings(List<String> open, List<String> others) {
            this(open, others, new HashRing(open), new HashRing(others));
        }
    }

    public NodePlaces(NodeRegistry registry) {
        this.registry = registry;
    }

    /** The place of a session on any node. */
    public Place of(String session) {
        List<NodeInfo> open = registry.open();
        List<String> order = rings(open).ofAll.nodesFor(session);
        String first = order.isEmpty() ? null : order.getFirst();
        NodeInfo node = named(open, first);
        return new Place(session, first, node == null ? null : node.url(), order);
    }

    /** The place of a session on any node but this one; absent where there is no other. */
    public @Nullable NodeInfo elsewhere(String session) {
        List<NodeInfo> open = registry.open();
        return named(open, rings(open).ofOthers.nodeOf(session));
    }

    /** A ring is made anew only when the nodes are not the same as before. */
    private Rings rings(List<NodeInfo> open) {
        List<String> ids = open.stream().map(NodeInfo::id).sorted(Comparator.naturalOrder()).toList();
        Rings known = rings;
        if (known.open.equals(ids)) {
            return known;
        }
        Rings made = new Rings(ids, open.stream().filter(node -> !node.self()).map(NodeInfo::id).toList());
        rings = made;
        return made;
    }

    private static @Nullable NodeInfo named(List<NodeInfo> nodes, @Nullable String id) {
        return nodes.stream().filter(node -> node.id().equals(id)).findFirst().orElse(null);
    }
}
