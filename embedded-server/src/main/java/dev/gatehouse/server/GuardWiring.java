package dev.gatehouse.server;

import dev.gatehouse.model.api.LiveExchange;
import dev.gatehouse.model.audit.Actor;
import dev.gatehouse.model.auth.Lock;
import dev.gatehouse.model.auth.LockKind;
import dev.gatehouse.server.auth.AuthEvent;
import dev.gatehouse.server.auth.Denials;
import dev.gatehouse.server.auth.GuardedAccounts;
import dev.gatehouse.server.auth.KeptDenylist;
import dev.gatehouse.server.auth.LockEndpoints;
import dev.gatehouse.server.auth.LoginGuard;
import dev.gatehouse.server.auth.RevocationEndpoints;
import dev.gatehouse.server.auth.ShutDoors;
import dev.gatehouse.server.auth.memory.MemoryLockStore;
import dev.gatehouse.server.auth.sqlite.SqliteDenylist;
import dev.gatehouse.server.call.LiveStateUnavailableException;
import dev.gatehouse.server.http.Authenticator;
import dev.gatehouse.server.http.Endpoint;
import dev.gatehouse.server.http.HttpServer;
import dev.gatehouse.server.machine.MachineLocks;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The wiring of what keeps callers from doing harm. */
final class GuardWiring {

    private static final Logger LOG = LoggerFactory.getLogger(GuardWiring.class);

    private final ServerConfig.Guards config;
    private final Core core;
    private final AuthEvent.Recorder recorder;
    private final GuardedAccounts accounts;
    private final LoginGuard logins;
    private final Denials denials;
    private final ShutDoors machines;

    GuardWiring(ServerConfig.Guards config, Core core, LiveState live, AuthEvent.Recorder recorder, Closing closing) {
        this.config = config;
        this.core = core;
        this.recorder = recorder;
        this.machines = new MachineDoors(live.machines().locks());
        this.accounts = new GuardedAccounts(core.accounts());
        this.logins = new LoginGuard(live.locks(), new MemoryLockStore(core.clock()), config.locks(),
                core.passwords(), recorder);
        KeptDenylist denylist = closing.add("denylist",
                new KeptDenylist(live.denylist(), new SqliteDenylist(core.replica(), core.clock())));
        this.denials = new Denials(denylist, live.bus(), config.withoutRedis(), core.clock());
    }

    GuardedAccounts accounts() {
        return accounts;
    }

    LoginGuard logins() {
        return logins;
    }

    Denials denials() {
        return denials;
    }

    List<Endpoint> endpoints(Authenticator authenticator) {
        List<Endpoint> endpoints = new ArrayList<>();
        endpoints.addAll(new LockEndpoints(List.of(logins, machines), core.journal(), core.clock()).endpoints());
        endpoints.addAll(new RevocationEndpoints(authenticator, denials, recorder).endpoints());
        return endpoints;
    }

    /** The addresses that are shut out of handshakes. */
    private record MachineDoors(MachineLocks machines) implements ShutDoors {

        @Override
        public List<Lock> locks() {
            try {
                return machines.list();
            } catch (LiveStateUnavailableException e) {
                LOG.debug("Redis is away; no handshakes are taken, and nobody is shut out of them", e);
                return List.of();
            }
        }

        @Override
        public boolean lift(LockKind kind, String subject) {
            return kind == LockKind.MACHINE && machines.lift(subject);
        }
    }

    HttpServer.Protection protection() {
        return new HttpServer.Protection(config.perMinute(), config.loginPerMinute(), config.allowedOrigins(),
                (endpoint, address, actor) -> core.journal()
                        .note(AuditRecords.read(actor, address, core.clock().instant())));
    }

    /** Records who opens a window on the audit. */
    void watched(LiveExchange.View view, @Nullable String query, Actor actor) {
        if (view == LiveExchange.View.AUDIT) {
            core.journal().note(AuditRecords.read(actor, LiveExchange.PATH + (query == null ? "" : "?q=" + query),
                    core.clock().instant()));
        }
    }
}
