package dev.gatehouse.ui.client;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.gatehouse.model.api.LoginExchange;
import dev.gatehouse.model.api.LogoutExchange;
import dev.gatehouse.model.auth.ClientKind;
import dev.gatehouse.model.auth.Role;
import dev.gatehouse.model.auth.TokenPair;
import dev.gatehouse.model.error.ErrorCode;
import dev.gatehouse.model.outage.Deed;
import dev.gatehouse.model.outage.Reason;
import dev.gatehouse.model.outage.Verdict;
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
 * never on JavaFX's; it fails with {@link ServerProblem}, {@link Unreachable} or {@link SignedOut}. What is read is kept,
 * and comes from there while the server is away.
 */
public final class ConsoleClient {

    private static final TypeReference<LoginExchange.Response> LOGIN = new TypeReference<>() {};
    private static final TypeReference<Void> NOTHING = new TypeReference<>() {};

    private final URI base;
    private final HttpClient http;
    private final Transport transport;
    private final TokenKeeper tokens;
    private final Conditions conditions;
    private final @Nullable CapsuleInfo capsule;
    private final ServerBreaker breaker;
    private final OfflineCopy copy;
    private final IntentCalls intents;
    private final List<Runnable> signedOutListeners = new CopyOnWriteArrayList<>();
    private volatile @Nullable User operator;

    /** A client that keeps nothing. */
    public ConsoleClient(URI base, HttpClient http, Clock clock) {
        this(base, http, clock, CacheFolder.NONE);
    }

    /**
     * @param base   scheme, host and port, such as {@code http://127.0.0.1:7070}
     * @param caches where it keeps what it reads
     */
    public ConsoleClient(URI base, HttpClient http, Clock clock, CacheFolder caches) {
        this(base, http, clock, caches, null);
    }

    private ConsoleClient(URI base, HttpClient http, Clock clock, CacheFolder caches, @Nullable CapsuleInfo capsule) {
        this.capsule = capsule;
        this.conditions = new Conditions(capsule != null);
        this.base = base;
        this.http = http;
        this.breaker = new ServerBreaker(base, conditions);
        this.copy = new OfflineCopy(base, caches, conditions, clock);
        this.intents = new IntentCalls(this, clock);
        this.transport = new Transport(base, http);
        this.tokens = new TokenKeeper(transport, clock);
    }

    /**
     * A client that looks into an incident capsule and asks no server.
     *
     * @param contents answers as the node would
     * @param viewer   in whose place it is looked at
     */
    public static ConsoleClient of(CapsuleInfo capsule, ConsoleCache contents, User viewer, HttpClient http,
            Clock clock) {
        ConsoleClient client = new ConsoleClient(URI.create("capsule://" + capsule.node().replaceAll("[^\\w.-]", "-")),
                http, clock, CacheFolder.NONE, capsule);
        client.copy.show(contents);
        client.operator = viewer;
        client.conditions.server(false);
        return client;
    }

    /** The capsule that is looked at; absent for a server. */
    public @Nullable CapsuleInfo capsule() {
        return capsule;
    }

    /** Incident capsules. */
    public CapsuleCalls capsules() {
        return new CapsuleCalls(this);
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

    /** What is away, and how old what is shown is. */
    public Conditions conditions() {
        return conditions;
    }

    /** What would become of an action now, and why. */
    public Verdict verdict(Deed deed) {
        User who = operator;
        return Verdict.of(deed, conditions.now(who == null ? null : who.highestRole()));
    }

    /** Changes that wait, in this console and at the node. */
    public IntentCalls intents() {
        return intents;
    }

    /** Has the next call ask the server, however often that was in vain. */
    public void askAgain() {
        breaker.askAgain();
    }

    ServerBreaker breaker() {
        return breaker;
    }

    /** What this console keeps of the server. */
    OfflineCopy copy() {
        return copy;
    }

    ConsoleCache cache() {
        return copy.cache();
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

    /** Drafts that only this console has. */
    public DraftCalls drafts() {
        return new DraftCalls(this);
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

    /** Outages that are only rehearsed. */
    public RehearsalCalls rehearsals() {
        return new RehearsalCalls(this);
    }

    /** Health and nodes. */
    public ReadCalls reads() {
        return new ReadCalls(this);
    }

    /**
     * Signs in; every later call goes with the tokens of this session. Where the server is away, the same password opens
     * what was kept of it, and the sign-in follows when it is back.
     */
    public CompletableFuture<User> login(String username, String password) {
        return signedIn(username, password).handleAsync((response, failure) -> {
            if (failure == null) {
                entered(response, username, password);
                return response.user();
            }
            Throwable cause = Transport.unwrap(failure);
            User kept = cause instanceof Unreachable ? unlocked(username, password) : null;
            if (kept == null) {
                throw cause instanceof RuntimeException known ? known : new IllegalStateException(cause);
            }
            return kept;
        }, copy.worker());
    }

    private CompletableFuture<LoginExchange.Response> signedIn(String username, String password) {
        LoginExchange.Request request = new LoginExchange.Request(username, password, ClientKind.ADMIN);
        return transport.send(Transport.Call.post(LoginExchange.PATH, request), null, LOGIN);
    }

    private void entered(LoginExchange.Response response, String username, String password) {
        tokens.hold(pair(response));
        operator = response.user();
        breaker.answered();
        copy.begin(response.user(), username, password);
    }

    private @Nullable User unlocked(String username, String password) {
        User user = copy.unlock(username, password);
        if (user == null) {
            return null;
        }
        conditions.server(false);
        tokens.later(() -> signedIn(username, password).thenApply(response -> {
            operator = response.user();
            return pair(response);
        }));
        operator = user;
        return user;
    }

    private static TokenPair pair(LoginExchange.Response response) {
        return new TokenPair(response.accessToken(), response.refreshToken(), response.expiresIn(),
                response.sessionId());
    }

    /**
     * Ends the session here and, where it can be reached, on the server.
     *
     * @param wipe whether what was kept is deleted too, changes that no node has among it
     */
    public CompletableFuture<Void> logout(boolean wipe) {
        CompletableFuture<Void> answer = call(Transport.Call.post(LogoutExchange.PATH, null), NOTHING);
        tokens.drop();
        operator = null;
        return copy.leave(wipe ? OfflineCopy.Rest.NOTHING : OfflineCopy.Rest.ALL).thenCompose(left -> answer);
    }

    /**
     * Lets go of what was kept, where nobody could be asked: the session is over, or the window shuts.
     *
     * @param wipe whether what was shown is deleted; changes that no node has stay in any case
     */
    public CompletableFuture<Void> leave(boolean wipe) {
        return copy.leave(wipe ? OfflineCopy.Rest.CHANGES : OfflineCopy.Rest.ALL);
    }

    /** A token for the live feed. */
    CompletableFuture<String> accessToken() {
        return tokens.accessToken();
    }

    HttpClient http() {
        return http;
    }

    /**
     * Sends {@code call} as the operator; renews the access token once where the server finds it over. What is only
     * read is kept, and comes from there where the server does not answer.
     */
    <T> CompletableFuture<T> call(Transport.Call call, TypeReference<T> type) {
        boolean reads = call.method().equals("GET");
        if (conditions.readOnly()) {
            return reads ? copy.kept(call.path(), type)
                    : CompletableFuture.failedFuture(new Blocked(Reason.READ_ONLY));
        }
        return reads
                ? copy.answer(call.path(), breaker.ask(() -> signed(token -> transport.fetch(call, token))), type)
                : breaker.ask(() -> signed(token -> transport.send(call, token, type)));
    }

    /** Sends a call whose answer says nothing later: it is neither kept, nor what was kept given in its place. */
    <T> CompletableFuture<T> callNow(Transport.Call call, TypeReference<T> type) {
        return conditions.readOnly()
                ? CompletableFuture.failedFuture(new Blocked(Reason.READ_ONLY))
                : breaker.ask(() -> signed(token -> transport.send(call, token, type)));
    }

    /** Sends a call that takes the server minutes. */
    <T> CompletableFuture<T> callPatiently(Transport.Call call, TypeReference<T> type) {
        return conditions.readOnly() ? CompletableFuture.failedFuture(new Blocked(Reason.READ_ONLY))
                : signed(token -> transport.sendPatiently(call, token, type));
    }

    /** Sends {@code file} as the operator. */
    <T> CompletableFuture<T> upload(String path, Path file, String mediaType, TypeReference<T> type) {
        return conditions.readOnly()
                ? CompletableFuture.failedFuture(new Blocked(Reason.READ_ONLY))
                : signed(token -> transport.upload(path, file, mediaType, token, type));
    }

    /** Fetches {@code path} into {@code target} as the operator. */
    CompletableFuture<Path> download(String path, Path target, Transfer transfer) {
        return download(Transport.Call.get(path), target, transfer);
    }

    /** Writes the answer to {@code call} into {@code target}. */
    CompletableFuture<Path> download(Transport.Call call, Path target, Transfer transfer) {
        return conditions.readOnly()
                ? CompletableFuture.failedFuture(new Blocked(Reason.READ_ONLY))
                : signed(token -> transport.download(call, target, token, transfer));
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
