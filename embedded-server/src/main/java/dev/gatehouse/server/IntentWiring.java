package dev.gatehouse.server;

import dev.gatehouse.model.health.DependencyHealth;
import dev.gatehouse.server.audit.AuditMasks;
import dev.gatehouse.server.http.Endpoint;
import dev.gatehouse.server.intent.IntentEndpoints;
import dev.gatehouse.server.intent.IntentReplay;
import dev.gatehouse.server.intent.IntentService;
import dev.gatehouse.server.intent.IntentStore;
import dev.gatehouse.server.intent.sqlite.SqliteIntentStore;
import dev.gatehouse.server.route.RouteIntents;
import dev.gatehouse.server.route.RouteStore;
import dev.gatehouse.server.user.UserIntents;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The wiring of changes that wait for the log. */
final class IntentWiring {

    private final IntentReplay replay;
    private final IntentService service;
    private final AuditMasks masks;

    IntentWiring(Core core, UserWiring users, RouteStore routes, AuditMasks masks, Closing closing) {
        IntentStore store = new SqliteIntentStore(core.replica());
        this.replay = closing.add("intents", new IntentReplay(store, core.changes(),
                () -> core.isCaughtUp() && core.outages().logAnswers(), core.journal(), core.clock()));
        this.service = new IntentService(store,
                List.of(new UserIntents(users.users(), core.users()), new RouteIntents(routes)), replay,
                core.journal(), core.clock());
        this.masks = masks;
    }

    List<Endpoint> endpoints() {
        return new IntentEndpoints(service, masks).endpoints();
    }

    /** The log's health with the number of changes that wait for it. */
    DependencyHealth counted(DependencyHealth log) {
        Map<String, Long> queues = new HashMap<>(log.queues());
        queues.put("changes waiting", replay.unfinished());
        return new DependencyHealth(log.name(), log.state(), log.since(), log.detail(), log.breaker(), queues,
                log.dataAgeMillis());
    }
}
