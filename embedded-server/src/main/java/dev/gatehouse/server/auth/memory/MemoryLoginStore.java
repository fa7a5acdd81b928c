package dev.gatehouse.server.auth.memory;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import dev.gatehouse.server.auth.Login;
import dev.gatehouse.server.auth.LoginStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Logins in this process; they end with it. */
public final class MemoryLoginStore implements LoginStore {

    private final Clock clock;
    private final Cache<String, Login> logins;

    public MemoryLoginStore(Clock clock) {
        this.clock = clock;
        this.logins = Caffeine.newBuilder()
                .expireAfter(Expiry.<String, Login>writing(
                        (sid, login) -> Duration.between(clock.instant(), login.expiresAt())))
                .build();
    }

    @Override
    public void create(Login login) {
        logins.put(login.sid(), login);
    }

    @Override
    public @Nullable Login find(String sid) {
        Login login = logins.getIfPresent(sid);
        return login == null || login.expiresAt().isBefore(clock.instant()) ? null : login;
    }

    @Override
    public boolean rotate(Login login, String refreshHash, String nextHash, Instant nextExpiresAt) {
        AtomicBoolean won = new AtomicBoolean();
        logins.asMap().computeIfPresent(login.sid(), (sid, current) -> {
            if (!current.refreshHash().equals(refreshHash)) {
                return current;
            }
            won.set(true);
            return current.renewed(nextHash, nextExpiresAt);
        });
        return won.get();
    }

    @Override
    public void remove(Login login) {
        logins.invalidate(login.sid());
    }

    @Override
    public List<Login> ofUser(String userId) {
        return logins.asMap().values().stream().filter(login -> login.userId().equals(userId))
                .sorted(Comparator.comparing(Login::loginAt).reversed()).toList();
    }
}
