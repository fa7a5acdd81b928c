package dev.gatehouse.ui.client;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.gatehouse.model.api.RefreshExchange;
import dev.gatehouse.model.auth.TokenPair;
import dev.gatehouse.model.error.ErrorCode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Holds the two tokens of the operator and renews them, once at a time, before the access token is over. */
final class TokenKeeper {

    /** An access token is renewed when less than this part of its life is left. */
    private static final int RENEW_IN_LAST_PART = 5;

    private static final TypeReference<TokenPair> PAIR = new TypeReference<>() {};

    private final Transport transport;
    private final Clock clock;
    private @Nullable Held held;
    private @Nullable CompletableFuture<String> renewal;
    private @Nullable Supplier<CompletableFuture<TokenPair>> signIn;

    TokenKeeper(Transport transport, Clock clock) {
        this.transport = transport;
        this.clock = clock;
    }

    private record Held(TokenPair pair, Instant renewAt) {}

    /** Has the first token fetched when it is asked for, as the server is away now. */
    synchronized void later(Supplier<CompletableFuture<TokenPair>> wanted) {
        signIn = wanted;
    }

    synchronized void hold(TokenPair pair) {
        signIn = null;
        Duration life = Duration.ofSeconds(pair.expiresIn());
        held = new Held(pair, clock.instant().plus(life).minus(life.dividedBy(RENEW_IN_LAST_PART)));
        renewal = null;
    }

    synchronized void drop() {
        signIn = null;
        held = null;
        renewal = null;
    }

    synchronized boolean holds() {
        return held != null;
    }

    /** A token that is good for some time still. */
    synchronized CompletableFuture<String> accessToken() {
        if (held == null) {
            return first();
        }
        if (clock.instant().isBefore(held.renewAt())) {
            return CompletableFuture.completedFuture(held.pair().accessToken());
        }
        return renew(held.pair().accessToken());
    }

    private synchronized CompletableFuture<String> first() {
        Supplier<CompletableFuture<TokenPair>> wanted = signIn;
        if (wanted == null) {
            return CompletableFuture.failedFuture(new SignedOut("Sign in first."));
        }
        CompletableFuture<String> running = renewal;
        if (running == null) {
            CompletableFuture<String> begun = wanted.get().handle(this::renewed);
            renewal = begun.isDone() ? null : begun;
            return begun;
        }
        return running;
    }

    /** A token other than {@code refused}. */
    synchronized CompletableFuture<String> renew(String refused) {
        if (held == null) {
            return CompletableFuture.failedFuture(new SignedOut("Sign in first."));
        }
        if (!held.pair().accessToken().equals(refused)) {
            return CompletableFuture.completedFuture(held.pair().accessToken());
        }
        if (renewal == null) {
            String refreshToken = held.pair().refreshToken();
            CompletableFuture<TokenPair> answer = transport.send(
                    Transport.Call.post(RefreshExchange.PATH, new RefreshExchange.Request(refreshToken)), null, PAIR);
            renewal = answer.handle(this::renewed);
        }
        return renewal;
    }

    private synchronized String renewed(@Nullable TokenPair pair, @Nullable Throwable failure) {
        renewal = null;
        if (pair != null) {
            hold(pair);
            return pair.accessToken();
        }
        Throwable cause = Transport.unwrap(failure == null ? new SignedOut("The session is over.") : failure);
        if (cause instanceof ServerProblem problem && endsSession(problem)) {
            held = null;
            signIn = null;
            throw new SignedOut(problem.problem().detail());
        }
        throw cause instanceof RuntimeException known ? known : new IllegalStateException(cause);
    }

    private static boolean endsSession(ServerProblem problem) {
        return problem.is(ErrorCode.TOKEN_REUSED) || problem.is(ErrorCode.TOKEN_REVOKED)
                || problem.is(ErrorCode.TOKEN_EXPIRED) || problem.is(ErrorCode.TOKEN_INVALID)
                || problem.is(ErrorCode.BANNED) || problem.is(ErrorCode.BAD_CREDENTIALS);
    }
}
