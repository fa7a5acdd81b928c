package dev.gatehouse.server.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gatehouse.model.auth.ClientKind;
import dev.gatehouse.model.auth.TokenPair;
import dev.gatehouse.model.error.ErrorCode;
import dev.gatehouse.server.auth.memory.MemoryLoginStore;
import dev.gatehouse.server.auth.redis.RedisLoginStore;
import dev.gatehouse.server.call.RequestFailure;
import dev.gatehouse.server.fixture.RedisFixture;
import dev.gatehouse.server.fixture.SettableClock;
import dev.gatehouse.server.redis.PooledRedisConnection;
import dev.gatehouse.server.redis.RedisAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Refreshing on two nodes that share one store; each test on both kinds of store. */
class RefreshingTest {

    private static RedisFixture redis;
    private static PooledRedisConnection connection;

    private final SettableClock clock = new SettableClock(
            Clock.systemUTC().instant().truncatedTo(ChronoUnit.SECONDS));
    private final List<AuthBench> nodes = new ArrayList<>();

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() {
        redis = RedisFixture.start();
        connection = new PooledRedisConnection(RedisAddress.parse(redis.uri()), "gh:", Clock.systemUTC(), _ -> {});
    }

    @AfterAll
    static void stop() {
        connection.close();
        redis.close();
    }

    @AfterEach
    void close() {
        nodes.forEach(AuthBench::close);
    }

    /** Two nodes. */
    private void open(String kind) {
        MemoryLoginStore memory = new MemoryLoginStore(clock);
        for (String name : List.of("a", "b")) {
            LoginStore store = kind.equals("memory") ? memory : new RedisLoginStore(connection, clock);
            nodes.add(new AuthBench(folder.resolve(name), store, clock));
        }
    }

    private TokenPair refreshed(int node, String token) {
        return nodes.get(node).refreshing.refresh(token, "10.0.0.1");
    }

    private ErrorCode refusal(int node, String token) {
        return catchThrowableOfType(RequestFailure.class, () -> refreshed(node, token)).code();
    }

    @ParameterizedTest
    @ValueSource(strings = {"memory", "redis"})
    void lostAnswerIsGivenOnceMoreWithinTenSecondsOnEveryNode(String kind) {
        open(kind);
        String old = nodes.getFirst().in(ClientKind.APP).refresh().text();

        TokenPair pair = refreshed(0, old);
        clock.pass(Duration.ofMillis(9_999));

        assertThat(refreshed(1, old)).isEqualTo(pair);
        assertThat(refreshed(0, old)).isEqualTo(pair);
        assertThat(refreshed(1, pair.refreshToken()).refreshToken()).isNotEqualTo(pair.refreshToken());
        assertThat(nodes).allSatisfy(node -> assertThat(node.events).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"memory", "redis"})
    void retryAfterTenSecondsIsTheftAndEndsTheSession(String kind) {
        open(kind);
        AuthBench.In in = nodes.getFirst().in(ClientKind.APP);
        TokenPair pair = refreshed(0, in.refresh().text());
        clock.pass(Refreshing.RETRY);

        assertThat(refusal(1, in.refresh().text())).isEqualTo(ErrorCode.TOKEN_REUSED);

        assertTheft(in);
        assertThat(refusal(1, pair.refreshToken())).isEqualTo(ErrorCode.TOKEN_REVOKED);
        assertThat(refusal(0, pair.refreshToken())).isIn(ErrorCode.TOKEN_REVOKED, ErrorCode.TOKEN_EXPIRED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"memory", "redis"})
    void tokenTwoGenerationsOldIsTheftAndEndsTheSession(String kind) {
        open(kind);
        AuthBench.In in = nodes.getFirst().in(ClientKind.APP);
        TokenPair second = refreshed(0, in.refresh().text());
        refreshed(0, second.refreshToken());

        assertThat(refusal(1, in.refresh().text())).isEqualTo(ErrorCode.TOKEN_REUSED);

        assertTheft(in);
    }

    /** Node b has found it out. */
    private void assertTheft(AuthBench.In in) {
        String sid = in.login().sid();
        AuthBench second = nodes.get(1);
        assertThat(second.store.find(sid)).isNull();
        assertThat(second.denials.isDenied(sid)).isTrue();
        assertThat(second.closed).containsExactly(sid);
        assertThat(second.events).singleElement().satisfies(event -> {
            assertThat(event.kind()).isEqualTo(AuthEvent.Kind.REFRESH_REUSED);
            assertThat(event.resource()).isEqualTo("session/" + sid);
            assertThat(event.actor().ip()).isEqualTo("10.0.0.1");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"memory", "redis"})
    void fiftyAtOnceAllGetTheSamePair(String kind) throws Exception {
        open(kind);
        String old = nodes.getFirst().in(ClientKind.WEB).refresh().text();

        Set<TokenPair> pairs = new HashSet<>();
        try (ExecutorService clients = Executors.newFixedThreadPool(50)) {
            List<Future<TokenPair>> answers = new ArrayList<>();
            for (int client = 0; client < 50; client++) {
                int node = client % 2;
                answers.add(clients.submit(() -> refreshed(node, old)));
            }
            for (Future<TokenPair> answer : answers) {
                pairs.add(answer.get());
            }
        }

        assertThat(pairs).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"memory", "redis"})
    void guessEndsNobodysSession(String kind) {
        open(kind);
        AuthBench.In in = nodes.getFirst().in(ClientKind.APP);
        String guess = nodes.getFirst().tokens.refresh(in.login().sid()).text();

        assertThat(refusal(0, guess)).isEqualTo(ErrorCode.TOKEN_INVALID);
        assertThat(refusal(0, "nonsense")).isEqualTo(ErrorCode.TOKEN_INVALID);
        assertThat(refusal(0, nodes.getFirst().tokens.access(in.login()))).isEqualTo(ErrorCode.TOKEN_INVALID);
        assertThat(refreshed(1, in.refresh().text())).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"memory", "redis"})
    void tokenIsExchangedUntilItsBoundAndNoLonger(String kind) {
        open(kind);
        String token = nodes.getFirst().in(ClientKind.APP).refresh().text();
        clock.pass(AuthBench.REFRESH);

        assertThat(refusal(0, token)).isEqualTo(ErrorCode.TOKEN_EXPIRED);
    }

    @Test
    void nothingSecretIsReadableInRedis() {
        open("redis");
        AuthBench.In in = nodes.getFirst().in(ClientKind.APP);
        TokenPair pair = refreshed(0, in.refresh().text());

        Map<String, String> hash = connection
                .call(commands -> commands.hgetAll("gh:login:{" + in.login().sid() + "}"));

        assertThat(hash).containsKeys("sealed", "previous", "rotatedAt");
        String secret = pair.refreshToken().substring(27);
        assertThat(hash.values()).noneMatch(value -> value.contains(secret) || value.contains(pair.accessToken())
                || value.contains(in.refresh().family()));
    }

    @Test
    void sealOpensForItsTokenOnly() {
        Seal seal = new Seal();
        TokenPair pair = new TokenPair("access", "refresh", 900, "s1");
        String sealed = seal.seal(pair, "the token");

        assertThat(seal.open(sealed, "the token")).isEqualTo(pair);
        assertThat(seal.open(sealed, "another token")).isNull();
        assertThat(seal.open("AAAA", "the token")).isNull();
        assertThat(seal.open("no Base64", "the token")).isNull();
        assertThat(seal.seal(pair, "the token")).isNotEqualTo(sealed);
    }

    @Test
    void accessTokenEndsWithItsSession() {
        open("memory");
        AuthBench node = nodes.getFirst();
        AuthBench.In in = node.in(ClientKind.WEB);
        clock.pass(Duration.ofMinutes(20));
        Instant end = in.login().endsAt();

        Tokens.AccessToken token = node.tokens.verify(node.tokens.access(in.login()));

        assertThat(token.expiresAt()).isEqualTo(end);
        assertThat(token.sessionEndsAt()).isEqualTo(end);
        assertThat(node.tokens.pair(in.login(), in.refresh()).expiresIn()).isEqualTo(600);
    }
}
