package dev.gatehouse.server.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gatehouse.model.auth.ClientKind;
import dev.gatehouse.server.auth.sqlite.SqliteAccounts;
import dev.gatehouse.server.call.RequestFailure;
import dev.gatehouse.server.replica.sqlite.ReplicaDatabase;
import io.jsonwebtoken.JwtBuilder;
import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.security.Keys;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Date;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What RFC 8725 (JSON Web Token Best Current Practices) warns of, one by one. */
class TokensTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final Login LOGIN = new Login("01JGJ0000000000000000000S1", "u1", ClientKind.APP, "127.0.0.1", null,
            NOW.minusSeconds(60), "hash", NOW.plusSeconds(3600));

    @TempDir
    private Path folder;

    private ReplicaDatabase database;
    private SigningKeys keys;
    private Tokens tokens;

    @BeforeEach
    void open() {
        database = new ReplicaDatabase(folder);
        keys = SigningKeys.open(folder, new SqliteAccounts(database));
        tokens = at(NOW);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private Tokens at(Instant now) {
        return new Tokens(keys, Clock.fixed(now, ZoneOffset.UTC), Duration.ofMinutes(15));
    }

    /** A token that is right in all that {@code change} does not spoil. */
    private String forged(Consumer<JwtBuilder> change) {
        JwtBuilder builder = Jwts.builder().header().keyId(keys.ownId()).type("at+jwt").and().issuer("gatehouse")
                .audience().add("gatehouse").and().subject("u1").id("t1").issuedAt(Date.from(NOW))
                .expiration(Date.from(NOW.plusSeconds(900))).claim("sid", LOGIN.sid()).claim("kind", "app")
                .claim("login", NOW.toEpochMilli()).claim("issued", NOW.toEpochMilli());
        change.accept(builder);
        return builder.compact();
    }

    private String signed(Consumer<JwtBuilder> change) {
        return forged(builder -> {
            change.accept(builder);
            builder.signWith(keys.ownPrivate(), Jwts.SIG.EdDSA);
        });
    }

    /** One way to come with something else than a good token. */
    record Attempt(String name, String code, Function<TokensTest, String> token) {

        @Override
        public String toString() {
            return name;
        }
    }

    private static Attempt invalid(String name, Function<TokensTest, String> token) {
        return new Attempt(name, "token-invalid", token);
    }

    static Stream<Attempt> refused() {
        return Stream.of(
                invalid("alg none", test -> test.forged(builder -> {})),
                invalid("alg none with the payload of a good token", TokensTest::unsigned),
                invalid("HS256 with the public key as the secret", test -> test.forged(builder -> builder.signWith(
                        Keys.hmacShaKeyFor(
                                Objects.requireNonNull(test.keys.find(test.keys.ownId())).getEncoded()),
                        Jwts.SIG.HS256))),
                invalid("ES256 under this node's key id", test -> test.forged(builder -> builder
                        .signWith(Jwts.SIG.ES256.keyPair().build().getPrivate(), Jwts.SIG.ES256))),
                invalid("another Ed25519 key under this node's key id",
                        test -> test.forged(builder -> builder.signWith(strangersKey(), Jwts.SIG.EdDSA))),
                invalid("an unknown key id",
                        test -> test.signed(builder -> builder.header().keyId("0123456789abcdef"))),
                invalid("a key id that is a path",
                        test -> test.signed(builder -> builder.header().keyId("../signing-key"))),
                invalid("type JWT", test -> test.signed(builder -> builder.header().type("JWT"))),
                invalid("type refresh", test -> test.signed(builder -> builder.header().type("refresh+jwt"))),
                invalid("another issuer", test -> test.signed(builder -> builder.issuer("mallory"))),
                invalid("another audience",
                        test -> test.signed(builder -> builder.audience().clear().add("elsewhere").and())),
                invalid("not yet valid",
                        test -> test.signed(builder -> builder.notBefore(Date.from(NOW.plusSeconds(60))))),
                new Attempt("expired", "token-expired",
                        test -> test.signed(builder -> builder.expiration(Date.from(NOW.minusSeconds(1))))),
                invalid("no expiry", test -> test.signed(builder -> builder.expiration(null))),
                invalid("no subject", test -> test.signed(builder -> builder.subject(null))),
                invalid("no session", test -> test.signed(builder -> builder.claim("sid", null))),
                invalid("no token id", test -> test.signed(builder -> builder.id(null))),
                invalid("an unknown kind", test -> test.signed(builder -> builder.claim("kind", "toaster"))),
                invalid("a session that is no text", test -> test.signed(builder -> builder.claim("sid", 7))),
                invalid("a payload swapped under the signature", TokensTest::swapped),
                invalid("a truncated signature", test -> shortened(test.good(), 10)),
                invalid("without a signature", test -> test.good().substring(0, test.good().lastIndexOf('.') + 1)),
                invalid("two parts", test -> test.good().substring(0, test.good().lastIndexOf('.'))),
                invalid("over-long",
                        test -> test.signed(builder -> builder.claim("padding", "x".repeat(5000)))),
                invalid("a refresh token", test -> test.tokens.refresh(LOGIN.sid())),
                invalid("no token at all", test -> ""),
                invalid("dots", test -> "..."),
                invalid("words", test -> "this is not a token"));
    }

    private String good() {
        return tokens.access(LOGIN);
    }

    private static PrivateKey strangersKey() {
        KeyPair stranger = Jwts.SIG.EdDSA.keyPair().build();
        return stranger.getPrivate();
    }

    private static String shortened(String token, int characters) {
        return token.substring(0, token.length() - characters);
    }

    private static String unsigned(TokensTest test) {
        String payload = test.good().split("\\.", -1)[1];
        return base64("{\"alg\":\"none\",\"typ\":\"at+jwt\",\"kid\":\"" + test.keys.ownId() + "\"}") + "." + payload
                + ".";
    }

    private static String swapped(TokensTest test) {
        String[] parts = test.good().split("\\.", -1);
        String payload = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
        assertThat(payload).contains("\"u1\"");
        return parts[0] + "." + base64(payload.replace("\"u1\"", "\"u2\"")) + "." + parts[2];
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void isRefused(Attempt attempt) {
        String token = attempt.token().apply(this);

        RequestFailure failure = catchThrowableOfType(RequestFailure.class, () -> tokens.verify(token));

        assertThat(failure).as(token).isNotNull();
        assertThat(failure.code().code()).isEqualTo(attempt.code());
        assertThat(failure.code().status()).isEqualTo(401);
    }

    @Test
    void whatForgedTokensAreMadeOfIsRightOtherwise() {
        assertThat(tokens.verify(signed(builder -> {})).userId()).isEqualTo("u1");
    }

    @Test
    void aGoodTokenSaysWhatItWasGivenFor() {
        Tokens.AccessToken read = tokens.verify(good());

        assertThat(read.userId()).isEqualTo("u1");
        assertThat(read.sessionId()).isEqualTo(LOGIN.sid());
        assertThat(read.kind()).isEqualTo(ClientKind.APP);
        assertThat(read.loginAt()).isEqualTo(LOGIN.loginAt());
        assertThat(read.issuedAt()).isEqualTo(NOW);
        assertThat(read.expiresAt()).isEqualTo(NOW.plusSeconds(900));
    }

    @Test
    void aTokenIsGoodUntilItsExpiryAndNoLonger() {
        String token = good();

        assertThat(at(NOW.plusSeconds(899)).verify(token).userId()).isEqualTo("u1");
        assertThat(catchThrowableOfType(RequestFailure.class, () -> at(NOW.plusSeconds(901)).verify(token)).code()
                .code()).isEqualTo("token-expired");
    }

    @Test
    void theKeySetIsPublicOnly() {
        Tokens.Jwk key = tokens.keySet().keys().getFirst();

        assertThat(key.kid()).isEqualTo(keys.ownId());
        assertThat(key.kty()).isEqualTo("OKP");
        assertThat(Base64.getUrlDecoder().decode(key.x())).hasSize(32);
    }

    @Test
    void theKeyStaysOverARestart() {
        String token = good();
        keys = SigningKeys.open(folder, new SqliteAccounts(database));

        assertThat(at(NOW).verify(token).userId()).isEqualTo("u1");
    }

    @Test
    void noTwoRefreshTokensAreAlike() {
        assertThat(tokens.refresh(LOGIN.sid())).isNotEqualTo(tokens.refresh(LOGIN.sid()))
                .startsWith(LOGIN.sid() + ".");
    }
}
