package dev.gatehouse.server;

import dev.gatehouse.model.session.Session;
import dev.gatehouse.server.auth.Accounts;
import dev.gatehouse.server.http.Endpoint;
import dev.gatehouse.server.log.Account;
import dev.gatehouse.server.message.MessageEndpoints;
import dev.gatehouse.server.message.MessageService;
import dev.gatehouse.server.message.MessageStore;
import dev.gatehouse.server.message.OperatorMessages;
import dev.gatehouse.server.message.ReportStore;
import dev.gatehouse.server.message.RoomEndpoints;
import dev.gatehouse.server.session.NodeRegistry;
import dev.gatehouse.server.session.PresenceIndex;
import dev.gatehouse.server.session.SessionService;
import dev.gatehouse.server.session.TracedMessages;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The wiring of what clients and operators say. */
final class MessageWiring {

    private final Core core;
    private final LiveState live;
    private final PresenceIndex index;
    private final NodeRegistry registry;
    private final ServerConfig.Ws config;
    private final MessageService service;

    /** Who is online, and where. */
    record Presence(PresenceIndex index, SessionService sessions, NodeRegistry registry) {}

    MessageWiring(ServerConfig.Ws config, Core core, LiveState live, Presence presence, Accounts accounts,
            Closing closing) {
        this.core = core;
        this.live = live;
        this.index = presence.index;
        this.registry = presence.registry;
        this.config = config;
        MessageService.Fleet fleet = new MessageService.Fleet(live.bus(), index, live.presence(), presence.sessions,
                name -> userId(accounts, name));
        this.service = closing.add("messages",
                new MessageService(core.node(), fleet, messages(), reports(), core.clock()));
        presence.sessions.onMessages(new TracedMessages(service, core.traces().tracer()));
        registry.onLoss(service::lost);
        core.countMessages(service::said);
    }

    private static @Nullable String userId(Accounts accounts, String name) {
        Account byId = accounts.byId(name);
        Account account = byId == null ? accounts.byUsername(name) : byId;
        return account == null ? null : account.user().id();
    }

    /** A node died that held these; they can be resumed elsewhere. */
    void died(List<Session> sessions) {
        sessions.forEach(service::sessionLost);
    }

    private MessageStore messages() {
        return live.messages().messages();
    }

    private ReportStore reports() {
        return live.messages().reports();
    }

    List<Endpoint> endpoints() {
        OperatorMessages operators = new OperatorMessages(service, messages(), reports(), core.journal(),
                new OperatorMessages.Rules(config.sockets().maxFrameBytes(), registry::liveIds, core.clock()));
        List<Endpoint> endpoints = new ArrayList<>(new MessageEndpoints(operators, reports()).endpoints());
        endpoints.addAll(new RoomEndpoints(index, messages(), core.clock()).endpoints());
        return endpoints;
    }
}
