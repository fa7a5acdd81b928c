package dev.gatehouse.server;

import dev.gatehouse.model.api.AuditExchange;
import dev.gatehouse.model.api.CapsuleExchange;
import dev.gatehouse.model.api.CapsuleExchange.Delta;
import dev.gatehouse.model.session.EndedSession;
import dev.gatehouse.model.session.Session;
import dev.gatehouse.server.audit.AuditQuery;
import dev.gatehouse.server.audit.Criterion;
import dev.gatehouse.server.capsule.CapsulePart;
import dev.gatehouse.server.capsule.CapsulePart.Window;
import dev.gatehouse.server.capsule.CapsuleService;
import dev.gatehouse.server.capsule.sqlite.SqliteCapsuleFile;
import dev.gatehouse.server.health.HealthService;
import dev.gatehouse.server.http.Endpoint;
import dev.gatehouse.server.route.RouteStore;
import dev.gatehouse.server.session.EndedSessionStore;
import dev.gatehouse.server.session.PresenceIndex;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** What goes into a node's capsules. */
final class CapsuleWiring {

    private static final int PAGE = 500;

    private final CapsuleService service;

    /** Who was online. */
    record Presence(PresenceIndex index, EndedSessionStore ended) {}

    CapsuleWiring(Core core, Path data, Presence presence, AuditQuery audit, RouteStore routes, HealthService health) {
        List<CapsulePart> parts = List.of(
                new CapsulePart(CapsuleExchange.AUDIT, (window, sink) -> audit(audit, window, sink)),
                new CapsulePart(CapsuleExchange.ENDED, (window, sink) -> ended(presence.ended, window)
                        .forEach(sink)),
                new CapsulePart(CapsuleExchange.ONLINE, (window, sink) -> online(presence, window).forEach(sink)),
                new CapsulePart(CapsuleExchange.PRESENCE, (window, sink) -> deltas(presence, window).forEach(sink)),
                new CapsulePart(CapsuleExchange.ROUTES, (window, sink) -> routes.all().forEach(sink)),
                new CapsulePart(CapsuleExchange.HEALTH, (window, sink) -> sink.accept(health.health())));
        this.service = new CapsuleService(data.resolve("capsules"), new SqliteCapsuleFile(),
                Map.of("node", core.node(), "version", GatehouseServer.version()), parts, core.journal(), core.clock());
    }

    List<Endpoint> endpoints() {
        return service.endpoints();
    }

    private static void audit(AuditQuery audit, Window window, Consumer<Object> sink) {
        List<Criterion> criteria = List.of(new Criterion.From(window.from()), new Criterion.Until(window.to()));
        AuditExchange.Found page = audit.search(criteria, null, PAGE);
        page.items().forEach(sink);
        for (String next = page.cursor(); next != null; next = page.cursor()) {
            page = audit.search(criteria, next, PAGE);
            page.items().forEach(sink);
        }
    }

    private static List<EndedSession> ended(EndedSessionStore store, Window window) {
        List<EndedSession> found = new ArrayList<>();
        List<EndedSession> page = store.newest(0, PAGE);
        for (int offset = PAGE; !page.isEmpty(); offset += PAGE) {
            page.stream().filter(over -> window.holds(over.endedAt())).forEach(found::add);
            page = page.getLast().endedAt().isBefore(window.from()) ? List.of() : store.newest(offset, PAGE);
        }
        return found;
    }

    /** Those that were online at the window's end: some are still, some have ended since. */
    private static List<Session> online(Presence presence, Window window) {
        List<Session> found = new ArrayList<>();
        for (EndedSession over : presence.ended.at(window.to())) {
            found.add(over.session());
        }
        for (Session session : presence.index.all()) {
            if (session.connectedAt().isBefore(window.to())) {
                found.add(session);
            }
        }
        return found;
    }

    private static List<Delta> deltas(Presence presence, Window window) {
        List<Delta> found = new ArrayList<>();
        for (EndedSession over : ended(presence.ended, window)) {
            came(over.session(), window, found);
            found.add(new Delta(over.endedAt(), false, over.session().sid(), over.session().username(),
                    over.session().node()));
        }
        for (Session session : online(presence, window)) {
            came(session, window, found);
        }
        found.sort(Comparator.comparing(Delta::at));
        return found;
    }

    private static void came(Session session, Window window, List<Delta> found) {
        if (window.holds(session.connectedAt())) {
            found.add(new Delta(session.connectedAt(), true, session.sid(), session.username(), session.node()));
        }
    }
}
