package dev.gatehouse.server;

import dev.gatehouse.model.api.AuditExchange;
import dev.gatehouse.model.api.CapsuleExchange;
import dev.gatehouse.server.audit.AuditQuery;
import dev.gatehouse.server.audit.Criterion;
import dev.gatehouse.server.capsule.CapsulePart;
import dev.gatehouse.server.capsule.CapsulePart.Window;
import dev.gatehouse.server.capsule.CapsuleService;
import dev.gatehouse.server.capsule.sqlite.SqliteCapsuleFile;
import dev.gatehouse.server.health.HealthService;
import dev.gatehouse.server.http.Endpoint;
import dev.gatehouse.server.route.RouteStore;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** What goes into a node's capsules. */
final class CapsuleWiring {

    private static final int PAGE = 500;

    private final CapsuleService service;

    CapsuleWiring(Core core, Path data, CapsulePresence presence, AuditQuery audit, RouteStore routes,
            HealthService health) {
        List<CapsulePart> parts = List.of(
                new CapsulePart(CapsuleExchange.AUDIT, (window, sink) -> audit(audit, window, sink)),
                new CapsulePart(CapsuleExchange.ENDED, presence::ended),
                new CapsulePart(CapsuleExchange.ONLINE, presence::online),
                new CapsulePart(CapsuleExchange.PRESENCE, presence::deltas),
                new CapsulePart(CapsuleExchange.ROUTES, (window, sink) -> routes.all().forEach(sink)),
                new CapsulePart(CapsuleExchange.HEALTH, (window, sink) -> sink.accept(health.health())));
        this.service = new CapsuleService(
                new CapsuleService.Place(data.resolve("capsules"), core.reserve()::require), new SqliteCapsuleFile(),
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
}
