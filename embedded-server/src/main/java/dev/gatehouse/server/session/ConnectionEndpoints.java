package dev.gatehouse.server.session;

import dev.gatehouse.model.api.NodesExchange;
import dev.gatehouse.model.api.SessionsExchange;
import dev.gatehouse.model.error.ErrorCode;
import dev.gatehouse.server.call.RequestFailure;
import dev.gatehouse.server.http.Access;
import dev.gatehouse.server.http.Endpoint;
import dev.gatehouse.server.http.Exchange;
import java.util.List;

/** The connection monitor of each node, and each session's socket. */
public final class ConnectionEndpoints {

    private final SocketQuestions questions;
    private final NodeRegistry registry;
    private final PresenceIndex index;

    public ConnectionEndpoints(SocketQuestions questions, NodeRegistry registry, PresenceIndex index) {
        this.questions = questions;
        this.registry = registry;
        this.index = index;
    }

    /** The endpoints of this room. */
    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.reads(Access.VIEWER, NodesExchange.connectionsPath("{id}"),
                        "What the sockets of a node do, and which limits are nearly used up",
                        NodesExchange.Connections.class, this::connections),
                Endpoint.reads(Access.VIEWER, SessionsExchange.socketPath("{sid}"),
                        "What one session's socket does, with its last frames", NodesExchange.SocketDetail.class,
                        this::socket));
    }

    private NodesExchange.Connections connections(Exchange exchange) {
        String node = exchange.path("id");
        if (registry.nodes().stream().noneMatch(known -> known.id().equals(node))) {
            throw new RequestFailure(ErrorCode.NOT_FOUND, "There is no node with the id " + node + ".");
        }
        return questions.connections(node);
    }

    private NodesExchange.SocketDetail socket(Exchange exchange) {
        String sid = exchange.path("sid");
        return questions.detail(index.require(sid).node(), sid);
    }
}
