package dev.gatehouse.server.auth.memory;

import dev.gatehouse.server.auth.Login;
import dev.gatehouse.server.auth.LoginStore;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Logins in this process; they end with it. */
public final class MemoryLoginStore implements LoginStore {

    private final Clock clock;
    private final Map<String, Login> logins = new HashMap<>();
    private final Map<String, Map<String, Login>> byUser = new HashMap<>();
    private final Map<String, Instant> claimed = new HashMap<>();
    private final Map<String, Lock> locks = new HashMap<>();
    private long fence;

    private record Lock(Lease lease, Instant until) {}

    public MemoryLoginStore(Clock clock) {
        this.clock = clock;
    }

    @Override
    public synchronized @Nullable Lease tryLock(String userId) {
        Instant now = clock.instant();
        Lock lock = locks.get(userId);
        if (lock != null && lock.until().isAfter(now)) {
            return null;
        }
        Lease lease = new Lease(userId, UUID.randomUUID().toString(), ++fence);
        locks.put(userId, new Lock(lease, now.plus(LOCK_HELD)));
        return lease;
    }

    @Override
    public synchronized void unlock(Lease lease) {
        Lock lock = locks.get(lease.userId());
        if (lock != null && lock.lease().equals(lease)) {
            locks.remove(lease.userId());
        }
    }

    @Override
    public synchronized boolean create(Login login, Lease lease) {
        Lock lock = locks.get(login.userId());
        if (lock == null || lock.lease().fence() != lease.fence()) {
            return false;
        }
        put(login);
        return true;
    }

    private void put(Login login) {
        logins.put(login.sid(), login);
        byUser.computeIfAbsent(login.userId(), _ -> new TreeMap<>()).put(login.sid(), login);
    }

    @Override
    public synchronized @Nullable Login find(String sid) {
        Login login = logins.get(sid);
        return login == null || !login.endsAt().isAfter(clock.instant()) ? null : login;
    }

    @Override
    public synchronized boolean exchange(Login login, Login.Refresh next) {
        Login current = logins.get(login.sid());
        if (current == null || !current.refresh().hash().equals(login.refresh().hash())) {
            return false;
        }
        put(current.with(next));
        return true;
    }

    @Override
    public synchronized boolean renew(Login login, Login.Lifetime next) {
        Login current = logins.get(login.sid());
        if (current == null || !current.lifetime().equals(login.lifetime())) {
            return false;
        }
        put(current.with(next));
        return true;
    }

    @Override
    public synchronized void remove(Login login) {
        logins.remove(login.sid());
        claimed.remove(login.sid());
        byUser.computeIfPresent(login.userId(), (_, ofUser) -> {
            ofUser.remove(login.sid());
            return ofUser.isEmpty() ? null : ofUser;
        });
    }

    @Override
    public synchronized List<Login> ofUser(String userId) {
        return living(userId).sorted(Comparator.comparing(Login::loginAt).thenComparing(Login::sid).reversed())
                .toList();
    }

    @Override
    public synchronized List<String> sidsOf(String userId) {
        return living(userId).map(Login::sid).toList();
    }

    private Stream<Login> living(String userId) {
        Instant now = clock.instant();
        return byUser.getOrDefault(userId, Map.of()).values().stream().filter(login -> login.endsAt().isAfter(now));
    }

    @Override
    public synchronized List<Login> takeEnded(Instant until, int most) {
        Instant now = clock.instant();
        List<Login> ended = logins.values().stream()
                .filter(login -> !login.endsAt().isAfter(until)
                        && !claimed.getOrDefault(login.sid(), Instant.MIN).isAfter(now))
                .limit(most).toList();
        ended.forEach(login -> claimed.put(login.sid(), now.plus(CLAIM_HELD)));
        return ended;
    }
}
