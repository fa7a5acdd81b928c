package dev.gatehouse.server.user;

import dev.gatehouse.model.user.TimelineEntry;
import dev.gatehouse.server.auth.Accounts;
import dev.gatehouse.server.auth.Login;
import dev.gatehouse.server.auth.LoginStore;
import dev.gatehouse.server.call.LiveStateUnavailableException;
import dev.gatehouse.server.log.Account;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The logins of a user that can still be renewed, and the moment up to which all tokens are denied. While Redis is away
 * there are no logins to tell of, and the rest of the timeline stands without them.
 */
public final class TokenTimeline implements TimelineSource {

    private static final Logger LOG = LoggerFactory.getLogger(TokenTimeline.class);

    private final LoginStore logins;
    private final Accounts accounts;

    public TokenTimeline(LoginStore logins, Accounts accounts) {
        this.logins = logins;
        this.accounts = accounts;
    }

    @Override
    public List<TimelineEntry> of(String userId, @Nullable Instant from, @Nullable Instant until, int limit) {
        List<TimelineEntry> entries = new ArrayList<>();
        for (Login login : logins(userId)) {
            entries.add(new TimelineEntry(login.loginAt(), TimelineEntry.Kind.TOKEN, "token.issued", null, null,
                    login.kind().name().toLowerCase(Locale.ROOT) + " from " + login.ip() + ", the session lasts until "
                            + login.lifetime().endsAt(),
                    "session/" + login.sid()));
        }
        Account account = accounts.byId(userId);
        if (account != null && account.sessionsEndedAt().isAfter(Instant.EPOCH)) {
            entries.add(new TimelineEntry(account.sessionsEndedAt(), TimelineEntry.Kind.TOKEN, "token.denied", null,
                    null, "every token issued until then", "user/" + userId));
        }
        return entries.stream().filter(entry -> TimelineSource.within(entry.at(), from, until))
                .sorted(Comparator.comparing(TimelineEntry::at).reversed()).limit(limit).toList();
    }

    private List<Login> logins(String userId) {
        try {
            return logins.ofUser(userId);
        } catch (LiveStateUnavailableException e) {
            LOG.info("A timeline is without its logins: {}", e.getMessage());
            return List.of();
        }
    }
}
