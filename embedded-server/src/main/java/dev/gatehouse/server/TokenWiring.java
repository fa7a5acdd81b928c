package dev.gatehouse.server;

import dev.gatehouse.model.message.CloseCode;
import dev.gatehouse.server.auth.AuthEndpoints;
import dev.gatehouse.server.auth.AuthEvent;
import dev.gatehouse.server.auth.AuthService;
import dev.gatehouse.server.auth.BrowserSessions;
import dev.gatehouse.server.auth.Denials;
import dev.gatehouse.server.auth.KeyEndpoints;
import dev.gatehouse.server.auth.KeyRotation;
import dev.gatehouse.server.auth.SessionEnds;
import dev.gatehouse.server.auth.SessionLifetimes;
import dev.gatehouse.server.auth.SigningKeys;
import dev.gatehouse.server.auth.TokenAuthenticator;
import dev.gatehouse.server.auth.Tokens;
import dev.gatehouse.server.gateway.Guests;
import dev.gatehouse.server.http.Access;
import dev.gatehouse.server.call.LiveStateUnavailableException;
import dev.gatehouse.server.http.Authenticator;
import dev.gatehouse.server.http.Endpoint;
import dev.gatehouse.server.http.Principal;
import dev.gatehouse.server.live.LiveFeed;
import dev.gatehouse.server.schedule.Ticker;
import dev.gatehouse.server.session.NodeRegistry;
import dev.gatehouse.server.session.SessionOrders;
import dev.gatehouse.server.session.SessionService;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The wiring of tokens, logins and keys. */
final class TokenWiring {

    private static final Logger LOG = LoggerFactory.getLogger(TokenWiring.class);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

    private final Core core;
    private final Fleet fleet;
    private final Denials denials;
    private final TokenAuthenticator authenticator;
    private final BrowserSessions browsers;
    private final SessionLifetimes lifetimes;
    private final KeyRotation rotation;
    private final AuthService auth;

    /**
     * Who else is there.
     *
     * @param feed    the consoles of this node, once there are any
     * @param traffic the traffic port, once there is one
     */
    record Fleet(LiveState live, NodeRegistry registry, SessionService sessions, SessionOrders orders,
            Supplier<LiveFeed> feed, Supplier<TrafficWiring> traffic) {}

    TokenWiring(ServerConfig config, Core core, Fleet fleet, GuardWiring guards, AuthEvent.Recorder recorder,
            Closing closing) {
        this.core = core;
        this.fleet = fleet;
        Clock clock = core.clock();
        ServerConfig.Auth settings = config.auth();
        SigningKeys keys = SigningKeys.open(config.data(), core.accounts(), clock.instant());
        Tokens tokens = new Tokens(keys, clock, settings.accessToken());
        LiveState live = fleet.live();
        this.denials = guards.denials();
        this.authenticator = new TokenAuthenticator(tokens, guards.accounts(), denials, clock);
        this.browsers = new BrowserSessions(live.logins(), guards.accounts(), denials, clock);
        this.lifetimes = closing.add("session lifetimes", new SessionLifetimes(settings.logins().lifetimes(),
                live.logins(), new NodeSockets(), login -> auth().recordEnd(login), clock));
        SessionEnds ends = new SessionEnds(live.logins(), denials, settings.accessToken(), settings.refreshToken(),
                sid -> fleet.orders().endSession(sid, CloseCode.SESSION_OVER, "signed out", "user"), clock);
        this.auth = new AuthService(guards.accounts(), guards.logins(), tokens,
                new AuthService.Logins(live.logins(), ends, lifetimes, settings.refreshToken(),
                        settings.logins().mostPerUser()),
                recorder, clock);
        this.rotation = closing.add("key rotation", new KeyRotation(keys, core.changes(), core.node(),
                new KeyRotation.Fleet(core::isCaughtUp, this::passed),
                new KeyRotation.Times(settings.logins().keyRotation(), settings.accessToken()), clock));
        core.events().follow("signing keys", keys);
        core.events().follow("key rotation", rotation);
        core.events().follow("accounts", guards.accounts());
        core.events().follow("tokens", authenticator);
        core.events().follow("browser sessions", browsers);
        fleet.sessions().onHeartbeat(session -> lifetimes.heartbeat(SessionOrders.tokenSession(session.sid()),
                session.kind()));
    }

    /** Begins, once the log is read and the node's own changes can be taken. */
    void start(Closing closing) {
        compareDenials();
        rotation.start();
        lifetimes.start();
        closing.add("denied consoles", new Ticker("denied-consoles", LOOK_EVERY, () -> fleet.feed().get()
                .end(principal -> denials.isDenied(principal.sessionId()), CloseCode.SESSION_OVER,
                        CloseCode.SESSION_OVER.phrase())));
    }

    /** Compares what this node knows to be denied with what the others know. */
    void compareDenials() {
        try {
            denials.reconcile();
        } catch (LiveStateUnavailableException e) {
            LOG.debug("Redis is away; denials are compared when it is back", e);
        }
    }

    private boolean passed(long offset) {
        return fleet.registry().nodes().stream().allMatch(node -> !node.live() || node.position() >= offset);
    }

    AuthService auth() {
        return auth;
    }

    /** Tells who holds a token or a cookie, and notes that its session is active. */
    Authenticator authenticator() {
        return new Authenticator() {

            @Override
            public Principal authenticate(String token) {
                return active(authenticator.authenticate(token));
            }

            @Override
            public Principal authenticate(String token, Access access, boolean changes) {
                return active(authenticator.authenticate(token, access, changes));
            }

            @Override
            public @Nullable Principal known(String token) {
                Principal known = authenticator.known(token);
                return known == null ? null : active(known);
            }

            @Override
            public Browser browser(String sessionCookie, Access access, boolean changes) {
                Browser browser = browsers.authenticate(sessionCookie, access, changes);
                active(browser.principal());
                return browser;
            }
        };
    }

    private Principal active(Principal principal) {
        lifetimes.active(principal);
        return principal;
    }

    /** @param online whether a session holds a WebSocket on any node */
    List<Endpoint> endpoints(Predicate<String> online) {
        List<Endpoint> endpoints = new ArrayList<>(
                new AuthEndpoints(auth, browsers, core.changes(), online).endpoints());
        endpoints.addAll(new KeyEndpoints(rotation).endpoints());
        return endpoints;
    }

    /** Follows callers of the traffic port whose tunnels are open; what they send renews their sessions. */
    Guests guests() {
        return caller -> new TunnelGuest(caller, authenticator.follow(caller));
    }

    /** A caller of the traffic port whose tunnel is open. */
    private final class TunnelGuest implements Guests.Guest {

        private final Principal caller;
        private final Supplier<@Nullable Principal> followed;

        TunnelGuest(Principal caller, Supplier<@Nullable Principal> followed) {
            this.caller = caller;
            this.followed = followed;
        }

        @Override
        public @Nullable Principal now() {
            return followed.get();
        }

        @Override
        public void active() {
            lifetimes.active(caller);
        }
    }

    /** The sockets of clients and consoles, and the tunnels, on this node. */
    private final class NodeSockets implements SessionLifetimes.Sockets {

        @Override
        public Set<String> sessions() {
            Set<String> all = new HashSet<>(fleet.sessions().tokenSessions());
            all.addAll(fleet.feed().get().sessions());
            all.addAll(fleet.traffic().get().sessions());
            return all;
        }

        @Override
        public void end(Set<String> sids) {
            CloseCode code = CloseCode.SESSION_OVER;
            fleet.sessions().end(session -> sids.contains(SessionOrders.tokenSession(session.sid())), code,
                    "the session's time is over", "system");
            fleet.feed().get().end(principal -> sids.contains(principal.sessionId()), code, code.phrase());
            fleet.traffic().get().end(sids);
        }
    }
}
