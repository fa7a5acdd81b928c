package dev.gatehouse.server.auth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.gatehouse.model.error.ErrorCode;
import dev.gatehouse.server.call.RequestFailure;
import dev.gatehouse.server.http.Access;
import dev.gatehouse.server.http.Authenticator;
import dev.gatehouse.server.http.Principal;
import dev.gatehouse.server.log.Account;
import dev.gatehouse.server.log.Applied;
import dev.gatehouse.server.log.ChangeListener;
import java.time.Clock;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells who holds an access token. A signature is verified once; what came of it is kept until the token expires, and
 * counts only as long as nothing changed about its user and nobody denied its session or the token itself.
 */
public final class TokenAuthenticator implements Authenticator, ChangeListener {

    private static final long MAX_KEPT = 200_000;

    private final Tokens tokens;
    private final Accounts accounts;
    private final Denials denials;
    private final Clock clock;
    private final ChangeCounts changesOfUser = new ChangeCounts();
    private final Cache<String, Verified> verified = Caffeine.newBuilder().maximumSize(MAX_KEPT).build();

    /**
     * @param hashes      of the session and of the token, as the denylist knows them
     * @param userChanges how often the user had changed when this was found out
     */
    private record Verified(Principal principal, List<String> hashes, long userChanges) {}

    /** A caller who was let in once; for one thread at a time. */
    private final class Followed implements Supplier<@Nullable Principal> {

        private final Principal caller;
        private final List<String> hashes;
        private long seenChanges;
        private @Nullable Account account;

        Followed(Principal caller) {
            this.caller = caller;
            this.hashes = List.of(Tokens.hash(caller.sessionId()), Tokens.hash(caller.tokenId()));
            look(changes(caller.userId()));
        }

        private void look(long changes) {
            account = accounts.byId(caller.userId());
            seenChanges = changes;
        }

        @Override
        public @Nullable Principal get() {
            long changes = changes(caller.userId());
            if (changes != seenChanges) {
                look(changes);
            }
            Account known = account;
            if (known == null || !known.keeps(caller.loginAt(), clock.instant()) || denials.knows(hashes)) {
                return null;
            }
            return new Principal(caller.userId(), known.user().username(), known.user().roles(), caller.sessionId(),
                    caller.tokenId(), caller.kind(), caller.loginAt(), caller.issuedAt(), caller.expiresAt(),
                    caller.sessionEndsAt());
        }
    }

    public TokenAuthenticator(Tokens tokens, Accounts accounts, Denials denials, Clock clock) {
        this.tokens = tokens;
        this.accounts = accounts;
        this.denials = denials;
        this.clock = clock;
    }

    @Override
    public void applied(Applied applied) {
        changesOfUser.changed(applied.command().change().id());
    }

    @Override
    public Principal authenticate(String accessToken) {
        return authenticate(accessToken, Access.USER, true);
    }

    @Override
    public Principal authenticate(String accessToken, Access access, boolean changes) {
        Verified found = verified.getIfPresent(accessToken);
        if (found == null || found.userChanges() != changes(found.principal().userId())) {
            found = verify(accessToken);
        } else if (!found.principal().expiresAt().isAfter(clock.instant())) {
            verified.invalidate(accessToken);
            throw new RequestFailure(ErrorCode.TOKEN_EXPIRED,
                    "The access token has expired. Exchange the refresh token for a new one.");
        }
        if (denials.isDenied(found.hashes(), access, changes)) {
            verified.invalidate(accessToken);
            throw revoked();
        }
        return found.principal();
    }

    @Override
    public @Nullable Principal known(String accessToken) {
        Verified found = verified.getIfPresent(accessToken);
        if (found == null || found.userChanges() != changes(found.principal().userId())
                || !found.principal().expiresAt().isAfter(clock.instant()) || !denials.isCurrent()
                || denials.knows(found.hashes())) {
            return null;
        }
        return found.principal();
    }

    /**
     * Follows a caller who was let in. What it gives is the caller as it is at that moment, by what this node knows;
     * absent where the session or the token was revoked, or the user is banned or gone. Time ends no session here.
     */
    public Supplier<@Nullable Principal> follow(Principal caller) {
        return new Followed(caller);
    }

    private Verified verify(String accessToken) {
        Tokens.AccessToken token = tokens.verify(accessToken);
        long changes = changes(token.userId());
        Account account = accounts.byId(token.userId());
        if (account == null || !account.keeps(token.loginAt(), clock.instant())) {
            throw revoked();
        }
        Principal principal = new Principal(account.user().id(), account.user().username(), account.user().roles(),
                token.sessionId(), token.tokenId(), token.kind(), token.loginAt(), token.issuedAt(),
                token.expiresAt(), token.sessionEndsAt());
        Verified found = new Verified(principal,
                List.of(Tokens.hash(token.sessionId()), Tokens.hash(token.tokenId())), changes);
        verified.put(accessToken, found);
        return found;
    }

    private long changes(String userId) {
        return changesOfUser.of(userId);
    }

    private static RequestFailure revoked() {
        return new RequestFailure(ErrorCode.TOKEN_REVOKED, "This session is over. Sign in again.");
    }
}
