package dev.gatehouse.server.auth;

import dev.gatehouse.model.audit.Actor;
import dev.gatehouse.model.audit.Receipt;
import dev.gatehouse.model.auth.ClientKind;
import dev.gatehouse.server.auth.LifetimePolicy.Renewal;
import dev.gatehouse.server.auth.memory.MemoryDenylist;
import dev.gatehouse.server.auth.sqlite.SqliteAccounts;
import dev.gatehouse.server.bus.memory.MemoryBus;
import dev.gatehouse.server.log.Change;
import dev.gatehouse.server.log.Command;
import dev.gatehouse.server.log.Ids;
import dev.gatehouse.server.log.Replica;
import dev.gatehouse.server.log.sqlite.SqliteReplica;
import dev.gatehouse.server.replica.sqlite.ReplicaDatabase;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** All that logins need on one node, upon a store that may be shared, with one user {@code u1}. */
final class AuthBench implements AutoCloseable {

    static final LifetimePolicies POLICIES = new LifetimePolicies(
            new LifetimePolicy(Duration.ofMinutes(30), Renewal.EXTENDS, Duration.ofMinutes(10), 3,
                    Duration.ofMinutes(10)),
            new LifetimePolicy(Duration.ofDays(7), Renewal.RESETS, Duration.ofDays(7), LifetimePolicy.UNBOUNDED,
                    Duration.ofDays(6)),
            new LifetimePolicy(Duration.ofHours(1), Renewal.RESETS, Duration.ofHours(1), 2, Duration.ofMinutes(20)),
            null);
    static final Duration ACCESS = Duration.ofMinutes(15);
    static final Duration REFRESH = Duration.ofDays(7);

    final List<AuthEvent> events = new CopyOnWriteArrayList<>();
    final List<String> closed = new CopyOnWriteArrayList<>();
    final Set<String> over = new HashSet<>();
    final List<Login> ended = new CopyOnWriteArrayList<>();
    final LoginStore store;
    final Clock clock;
    final Accounts accounts;
    final SigningKeys keys;
    final Tokens tokens;
    final Denials denials;
    final SessionEnds ends;
    final SessionLifetimes lifetimes;
    final AuthService.Logins logins;
    final Refreshing refreshing;

    private final ReplicaDatabase database;
    private final MemoryBus bus = new MemoryBus("n1");

    /** A login, and the secret of it that only its client has. */
    record In(Login login, RefreshToken refresh) {}

    AuthBench(Path folder, LoginStore store, Clock clock) {
        this(folder, store, clock, 0);
    }

    AuthBench(Path folder, LoginStore store, Clock clock, int mostPerUser) {
        this.store = store;
        this.clock = clock;
        this.database = new ReplicaDatabase(folder);
        new SqliteReplica(database, "n1", (_, _) -> {}).apply(List.of(new Replica.Positioned(new Receipt("c", 0, 0),
                new Command("c1", "n1", Instant.EPOCH, Actor.SYSTEM, null, null,
                        new Change.CreateUser("u1", "ann", null, null, Set.of(), "none")))));
        this.accounts = new SqliteAccounts(database);
        this.keys = SigningKeys.open(folder, accounts, clock.instant());
        this.tokens = new Tokens(keys, clock, ACCESS);
        this.denials = new Denials(new MemoryDenylist(clock), bus, Map.of(), clock);
        this.ends = new SessionEnds(store, denials, ACCESS, REFRESH, closed::add, clock);
        this.lifetimes = new SessionLifetimes(POLICIES, store, new SessionLifetimes.Sockets() {

            @Override
            public Set<String> sessions() {
                return Set.of();
            }

            @Override
            public void end(Set<String> sids) {
                over.addAll(sids);
            }
        }, ended::add, clock);
        this.logins = new AuthService.Logins(store, ends, lifetimes, REFRESH, mostPerUser);
        this.refreshing = new Refreshing(accounts, tokens, logins, events::add, clock);
    }

    /** Signs the user in, without a password. */
    In in(ClientKind kind) {
        RefreshToken refresh = tokens.refresh(Ids.next());
        Login login = login(refresh, kind, clock.instant(), null);
        new LoginAdmission(store, ends, logins.mostPerUser()).admit(login);
        return new In(login, refresh);
    }

    private static Login login(RefreshToken refresh, ClientKind kind, Instant now, @Nullable String cookieHash) {
        return new Login(refresh.sid(), "u1", kind, "127.0.0.1", "a browser", now,
                new Login.Refresh(refresh.familyHash(), refresh.hash(), now.plus(REFRESH), null),
                POLICIES.begin(kind, now), cookieHash);
    }

    /** A login of any user, as kept. */
    static Login login(String userId, Instant now, Instant endsAt) {
        return new Login(Ids.next(), userId, ClientKind.APP, "127.0.0.1", null, now,
                new Login.Refresh("family", "hash", now.plus(REFRESH), null), new Login.Lifetime(endsAt, 0), null);
    }

    @Override
    public void close() {
        lifetimes.close();
        bus.close();
        database.close();
    }
}
