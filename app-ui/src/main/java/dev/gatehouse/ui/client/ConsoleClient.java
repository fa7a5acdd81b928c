package dev.gatehouse.ui.client;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.gatehouse.model.api.LoginExchange;
import dev.gatehouse.model.api.LogoutExchange;
import dev.gatehouse.model.auth.ClientKind;
import dev.gatehouse.model.auth.Role;
import dev.gatehouse.model.auth.TokenPair;
import dev.gatehouse.model.error.ErrorCode;
import dev.gatehouse.model.user.User;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One server, as one operator sees it. Every call answers with a future that completes on a thread of the network,
 * never on JavaFX's; it fails with {@link ServerProblem}, {@link Unreachable} or {@link SignedOut}.
 */
public final class ConsoleClient {

    private static final TypeReference<LoginExchange.Response> LOGIN = new TypeReference<>() {};
    private static final TypeReference<Void> NOTHING = new TypeReference<>() {};

    private final URI base;
    private final HttpClient http;
    private final Transport transport;
    private final TokenKeeper tokens;
    private final List<Runnable> signedOutListeners = new CopyOnWriteArrayList<>();
    private volatile @Nullable User operator;

    /** @param base scheme, host and port, such as {@code http://127.0.0.1:7070} */
    public ConsoleClient(URI base, HttpClient http, Clock clock) {
        this.base = base;
        this.http = http;
        this.transport = new Transport(base, http);
        this.tokens = new TokenKeeper(transport, clock);
    }

    /** The server's address. */
    public URI base() {
        return base;
    }

    /** Who is signed in. */
    public @Nullable User operator() {
        return operator;
    }

    /** Whether the operator who is signed in may do what {@code needed} may do. */
    public boolean may(Role needed) {
        User who = operator;
        Role highest = who == null ? null : who.highestRole();
        return highest != null && highest.includes(needed);
    }

    /** Calls {@code listener} when the session turns out to be over. */
    public void onSignedOut(Runnable listener) {
        signedOutListeners.add(listener);
    }

    /** Users, as this operator may see and change them. */
    public UserCalls users() {
        return new UserCalls(this);
    }

    /** Routes. */
    public RouteCalls routes() {
        return new RouteCalls(this);
    }

    /** Sessions. */
    public SessionCalls sessions() {
        return new SessionCalls(this);
    }

    /** What operators say to clients of the fleet. */
    public MessageCalls messages() {
        return new MessageCalls(this);
    }

    /** Rooms of the fleet's clients. */
    public RoomCalls rooms() {
        return new RoomCalls(this);
    }

    /** What is done with nodes, and what their sockets do. */
    public NodeCalls nodes() {
        return new NodeCalls(this);
    }

    /** Long work in the background. */
    public JobCalls jobs() {
        return new JobCalls(this);
    }

    /** Doors shut by too many failures. */
    public LockCalls locks() {
        return new LockCalls(this);
    }

    /** The nodes' signing keys; for administrators. */
    public KeyCalls keys() {
        return new KeyCalls(this);
    }

    /** The book. */
    public AuditCalls audit() {
        return new AuditCalls(this);
    }

    /** Changes that a part of a node could not follow. */
    public DeadLetterCalls deadLetters() {
        return new DeadLetterCalls(this);
    }

    /** What calls caused, on every node. */
    public TraceCalls traces() {
        return new TraceCalls(this);
    }

    /** Health and nodes. */
    public ReadCalls reads() {
        return new ReadCalls(this);
    }

    /** Signs in; every later call goes with the tokens of this session. */
    public CompletableFuture<User> login(String username, String password) {
        LoginExchange.Request request = new LoginExchange.Request(username, password, ClientKind.ADMIN);
        CompletableFuture<LoginExchange.Response> answer = transport
                .send(Transport.Call.post(LoginExchange.PATH, request), null, LOGIN);
        return answer.thenApply(response -> {
            tokens.hold(new TokenPair(response.accessToken(), response.refreshToken(), response.expiresIn(),
                    response.sessionId()));
            operator = response.user();
            return response.user();
        });
    }

    /** Ends the session here and, where it can be reached, on the server. */
    public CompletableFuture<Void> logout() {
        CompletableFuture<Void> answer = call(Transport.Call.post(LogoutExchange.PATH, null), NOTHING);
        tokens.drop();
        operator = null;
        return answer;
    }

    /** A token for the live feed. */
    CompletableFuture<String> accessToken() {
        return tokens.accessToken();
    }

    HttpClient http() {
        return http;
    }

    /** Sends {@code call} as the operator; renews the access token once where the server finds it over. */
    <T> CompletableFuture<T> call(Transport.Call call, TypeReference<T> type) {
        return signed(token -> transport.send(call, token, type));
    }

    /** As {@link #call}, for what takes the server minutes. */
    <T> CompletableFuture<T> callPatiently(Transport.Call call, TypeReference<T> type) {
        return signed(token -> transport.sendPatiently(call, token, type));
    }

    /** Sends {@code file} as the operator. */
    <T> CompletableFuture<T> upload(String path, Path file, String mediaType, TypeReference<T> type) {
        return signed(token -> transport.upload(path, file, mediaType, token, type));
    }

    /** Fetches {@code path} into {@code target} as the operator. */
    CompletableFuture<Path> download(String path, Path target, Transfer transfer) {
        return signed(token -> transport.download(path, target, token, transfer));
    }

    private <T> CompletableFuture<T> signed(Function<String, CompletableFuture<T>> attempt) {
        CompletableFuture<T> answer = tokens.accessToken()
                .thenCompose(token -> attempt.apply(token)
                        .exceptionallyCompose(failure -> again(attempt, token, Transport.unwrap(failure))));
        return answer.whenComplete((value, failure) -> {
            if (failure != null && Transport.unwrap(failure) instanceof SignedOut && operator != null) {
                operator = null;
                signedOutListeners.forEach(Runnable::run);
            }
        });
    }

    private <T> CompletableFuture<T> again(Function<String, CompletableFuture<T>> attempt, String token,
            Throwable failure) {
        if (failure instanceof ServerProblem problem && tokenIsOver(problem)) {
            return tokens.renew(token).thenCompose(attempt);
        }
        return CompletableFuture.failedFuture(failure);
    }

    private static boolean tokenIsOver(ServerProblem problem) {
        return problem.is(ErrorCode.TOKEN_EXPIRED) || problem.is(ErrorCode.TOKEN_REVOKED)
                || problem.is(ErrorCode.TOKEN_INVALID) || problem.is(ErrorCode.NOT_AUTHENTICATED);
    }
}
