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
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.Signature;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Date;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
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
            NOW.minusSeconds(60), new Login.Refresh("family", "hash", NOW.plusSeconds(3600), null),
            new Login.Lifetime(NOW.plusSeconds(3600), 0), null);

    @TempDir
    private Path folder;

    private ReplicaDatabase database;
    private SigningKeys keys;
    private Tokens tokens;

    @BeforeEach
    void open() {
        database = new ReplicaDatabase(folder);
        keys = SigningKeys.open(folder, new SqliteAccounts(database), NOW);
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
        JwtBuilder builder = Jwts.builder().header().keyId(keys.signing().id()).type("at+jwt").and().issuer("gatehouse")
                .audience().add("gatehouse").and().subject("u1").id("t1").issuedAt(Date.from(NOW))
                .expiration(Date.from(NOW.plusSeconds(900))).claim("sid", LOGIN.sid()).claim("kind", "app")
                .claim("login", NOW.toEpochMilli()).claim("issued", NOW.toEpochMilli())
                .claim("ends", NOW.plusSeconds(3600).toEpochMilli());
        change.accept(builder);
        return builder.compact();
    }

    private String signed(Consumer<JwtBuilder> change) {
        return forged(builder -> {
            change.accept(builder);
            builder.signWith(keys.signing().privateKey(), Jwts.SIG.EdDSA);
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
                                Objects.requireNonNull(test.keys.find(test.keys.signing().id())).getEncoded()),
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
                invalid("issued in the future", test -> test
                        .signed(builder -> builder.claim("issued", NOW.plusSeconds(31).toEpochMilli()))),
                invalid("an iat in the future",
                        test -> test.signed(builder -> builder.issuedAt(Date.from(NOW.plusSeconds(31))))),
                invalid("issued after the end of time",
                        test -> test.signed(builder -> builder.claim("issued", Long.MAX_VALUE))),
                invalid("no issuer", test -> test.signed(builder -> builder.issuer(null))),
                invalid("no audience", test -> test.signed(builder -> builder.audience().clear().and())),
                invalid("no kind", test -> test.signed(builder -> builder.claim("kind", null))),
                invalid("no login", test -> test.signed(builder -> builder.claim("login", null))),
                invalid("no moment of issue", test -> test.signed(builder -> builder.claim("issued", null))),
                invalid("no end", test -> test.signed(builder -> builder.claim("ends", null))),
                invalid("no expiry", test -> test.signed(builder -> builder.expiration(null))),
                invalid("no subject", test -> test.signed(builder -> builder.subject(null))),
                invalid("no session", test -> test.signed(builder -> builder.claim("sid", null))),
                invalid("no token id", test -> test.signed(builder -> builder.id(null))),
                invalid("an unknown kind", test -> test.signed(builder -> builder.claim("kind", "toaster"))),
                invalid("a session that is no text", test -> test.signed(builder -> builder.claim("sid", 7))),
                invalid("an expiry that is a word", test -> test.raw(HEADER, payload("\"exp\":\"tomorrow\""))),
                invalid("an expiry that is a list", test -> test.raw(HEADER, payload("\"exp\":[1]"))),
                invalid("a subject that is a number", test -> test.raw(HEADER, payload("\"sub\":7"))),
                invalid("an end that is a word", test -> test.raw(HEADER, payload("\"ends\":\"late\""))),
                invalid("an issuer that is a list", test -> test.raw(HEADER, payload("\"iss\":[\"gatehouse\"]"))),
                invalid("an audience that is an object", test -> test.raw(HEADER, payload("\"aud\":{}"))),
                invalid("a payload that is a list", test -> test.raw(HEADER, "[]")),
                invalid("a payload that is no JSON", test -> test.raw(HEADER, "sub=u1")),
                invalid("an empty payload", test -> test.raw(HEADER, "")),
                invalid("no key id", test -> test.raw("{\"alg\":\"EdDSA\",\"typ\":\"at+jwt\"}", payload(""))),
                invalid("no type", test -> test.raw("{\"alg\":\"EdDSA\",\"kid\":\"KID\"}", payload(""))),
                invalid("no algorithm", test -> test.raw("{\"typ\":\"at+jwt\",\"kid\":\"KID\"}", payload(""))),
                invalid("alg nOnE", test -> test.raw(HEADER.replace("EdDSA", "nOnE"), payload(""))),
                invalid("a key of its own", test -> test.raw(with("\"jwk\":{\"kty\":\"OKP\",\"crv\":\"Ed25519\","
                        + "\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}"), payload(""))),
                invalid("the address of a key set",
                        test -> test.raw(with("\"jku\":\"http://127.0.0.1:1/jwks.json\""), payload(""))),
                invalid("the address of a certificate",
                        test -> test.raw(with("\"x5u\":\"http://127.0.0.1:1/a.pem\""), payload(""))),
                invalid("a certificate", test -> test.raw(with("\"x5c\":[\"MIIB\"]"), payload(""))),
                invalid("a critical extension",
                        test -> test.raw(with("\"crit\":[\"exp\"],\"exp\":1"), payload(""))),
                invalid("an unencoded payload",
                        test -> test.raw(with("\"b64\":false,\"crit\":[\"b64\"]"), payload(""))),
                invalid("a compressed payload",
                        test -> test.signed(builder -> builder.compressWith(Jwts.ZIP.DEF))),
                invalid("a payload that says it is compressed",
                        test -> test.raw(with("\"zip\":\"DEF\""), payload(""))),
                invalid("a header that is no JSON", test -> test.raw("alg=EdDSA", payload(""))),
                invalid("one part more", test -> test.good() + ".AAAA"),
                invalid("five parts", test -> "a.b.c.d.e"),
                invalid("a space before", test -> " " + test.good()),
                invalid("a payload swapped under the signature", TokensTest::swapped),
                invalid("a truncated signature", test -> shortened(test.good(), 10)),
                invalid("without a signature", test -> test.good().substring(0, test.good().lastIndexOf('.') + 1)),
                invalid("two parts", test -> test.good().substring(0, test.good().lastIndexOf('.'))),
                invalid("over-long",
                        test -> test.signed(builder -> builder.claim("padding", "x".repeat(5000)))),
                invalid("a refresh token", test -> test.tokens.refresh(LOGIN.sid()).text()),
                invalid("no token at all", test -> ""),
                invalid("dots", test -> "..."),
                invalid("words", test -> "this is not a token"));
    }

    /** A header as it should be. */
    private static final String HEADER = "{\"alg\":\"EdDSA\",\"typ\":\"at+jwt\",\"kid\":\"KID\"}";

    private static String with(String member) {
        return HEADER.replace("}", "," + member + "}");
    }

    /** A payload as it should be, but for the claim that {@code change} gives another value. */
    private static String payload(String change) {
        Map<String, String> claims = new TreeMap<>(Map.of("iss", "\"gatehouse\"", "aud", "[\"gatehouse\"]", "sub",
                "\"u1\"", "jti", "\"t1\"", "sid", "\"" + LOGIN.sid() + "\"", "kind", "\"app\"", "login",
                Long.toString(NOW.toEpochMilli()), "issued", Long.toString(NOW.toEpochMilli()), "ends",
                Long.toString(NOW.plusSeconds(3600).toEpochMilli()), "exp",
                Long.toString(NOW.plusSeconds(900).getEpochSecond())));
        if (!change.isEmpty()) {
            int colon = change.indexOf(':');
            claims.put(change.substring(1, colon - 1), change.substring(colon + 1));
        }
        return claims.entrySet().stream().map(claim -> "\"" + claim.getKey() + "\":" + claim.getValue())
                .collect(Collectors.joining(",", "{", "}"));
    }

    /** A token of this text, signed with this node's key. */
    private String raw(String header, String payload) {
        String content = base64(header.replace("KID", keys.signing().id())) + "." + base64(payload);
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(keys.signing().privateKey());
            signature.update(content.getBytes(StandardCharsets.US_ASCII));
            return content + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
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
        return base64("{\"alg\":\"none\",\"typ\":\"at+jwt\",\"kid\":\"" + test.keys.signing().id() + "\"}") + "."
                + payload
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
        assertThat(failure.detail()).as("nothing of the token or of what is wrong with it").isIn(
                "This is no access token of this fleet. Sign in again.",
                "The access token has expired. Exchange the refresh token for a new one.");
    }

    @Test
    void aTokenCutAtAnyLengthIsRefused() {
        String token = good();
        for (int length = 0; length < token.length(); length++) {
            String cut = token.substring(0, length);
            RequestFailure failure = catchThrowableOfType(RequestFailure.class, () -> tokens.verify(cut));
            assertThat(failure).as("cut at %s of %s", length, token.length()).isNotNull();
            assertThat(failure.code().code()).isEqualTo("token-invalid");
        }
    }

    @Test
    void aClockThatGoesALittleBeforeIsForgiven() {
        assertThat(tokens.verify(signed(builder -> builder.claim("issued", NOW.plusSeconds(29).toEpochMilli())))
                .userId()).isEqualTo("u1");
    }

    @Test
    void whatForgedTokensAreMadeOfIsRightOtherwise() {
        assertThat(tokens.verify(signed(builder -> {})).userId()).isEqualTo("u1");
        assertThat(tokens.verify(raw(HEADER, payload(""))).userId()).isEqualTo("u1");
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

        assertThat(key.kid()).isEqualTo(keys.signing().id());
        assertThat(key.kty()).isEqualTo("OKP");
        assertThat(Base64.getUrlDecoder().decode(key.x())).hasSize(32);
    }

    @Test
    void theKeyStaysOverARestart() {
        String token = good();
        keys = SigningKeys.open(folder, new SqliteAccounts(database), NOW);

        assertThat(at(NOW).verify(token).userId()).isEqualTo("u1");
    }

    @Test
    void noTwoRefreshTokensAreAlike() {
        assertThat(tokens.refresh(LOGIN.sid()).text()).isNotEqualTo(tokens.refresh(LOGIN.sid()).text())
                .startsWith(LOGIN.sid() + ".");
    }
}
