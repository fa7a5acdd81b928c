package dev.gatehouse.server;

import dev.gatehouse.model.api.LiveExchange;
import dev.gatehouse.model.audit.Actor;
import dev.gatehouse.server.auth.AuthEvent;
import dev.gatehouse.server.auth.Denials;
import dev.gatehouse.server.auth.GuardedAccounts;
import dev.gatehouse.server.auth.LockEndpoints;
import dev.gatehouse.server.auth.LoginGuard;
import dev.gatehouse.server.auth.memory.MemoryLockStore;
import dev.gatehouse.server.http.Endpoint;
import dev.gatehouse.server.http.HttpServer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The wiring of what keeps callers from doing harm. */
final class GuardWiring {

    private final ServerConfig.Guards config;
    private final Core core;
    private final GuardedAccounts accounts;
    private final LoginGuard logins;
    private final Denials denials;

    GuardWiring(ServerConfig.Guards config, Core core, LiveState live, AuthEvent.Recorder recorder) {
        this.config = config;
        this.core = core;
        this.accounts = new GuardedAccounts(core.accounts());
        this.logins = new LoginGuard(live.locks(), new MemoryLockStore(core.clock()), config.locks(),
                core.passwords(), recorder);
        this.denials = new Denials(live.denylist(), live.bus(), config.withoutRedis(), core.clock());
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

    List<Endpoint> endpoints() {
        return new LockEndpoints(logins, core.journal(), core.clock()).endpoints();
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
