package dev.gatehouse.server.auth;

import dev.gatehouse.model.auth.ClientKind;
import dev.gatehouse.model.auth.TokenPair;
import dev.gatehouse.model.error.ErrorCode;
import dev.gatehouse.server.call.RequestFailure;
import dev.gatehouse.server.log.Ids;
import io.jsonwebtoken.Claims;
import io.jsonwebtoken.ExpiredJwtException;
import io.jsonwebtoken.JwtException;
import io.jsonwebtoken.JwtParser;
import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.Locator;
import io.jsonwebtoken.ProtectedHeader;
import java.nio.charset.StandardCharsets;
import java.security.Key;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Makes and reads tokens. An access token is a JWT of type {@code at+jwt} (RFC 9068) signed with Ed25519; a refresh
 * token is random (see {@link RefreshToken}) and is kept only as a hash.
 */
public final class Tokens {

    private static final String ISSUER = "gatehouse";
    private static final String TYPE = "at+jwt";
    private static final int MAX_LENGTH = 4096;
    private static final int FAMILY_BYTES = 16;
    private static final int SECRET_BYTES = 32;
    /** How far the clocks of two nodes may be apart. */
    static final Duration CLOCK_SKEW = Duration.ofSeconds(30);
    /** All that a header may say: a token that brings its own key, or wants anything else of its reader, is refused. */
    private static final Set<String> HEADER = Set.of("alg", "typ", "kid");

    private final SigningKeys keys;
    private final Clock clock;
    private final Duration accessLifetime;
    private final JwtParser parser;
    private final SecureRandom random = new SecureRandom();

    /**
     * What a verified access token says.
     *
     * @param sessionEndsAt when the session was to end, as far as was known when the token was issued
     */
    record AccessToken(String userId, String sessionId, String tokenId, ClientKind kind, Instant loginAt,
            Instant issuedAt, Instant expiresAt, Instant sessionEndsAt) {}

    public Tokens(SigningKeys keys, Clock clock, Duration accessLifetime) {
        this.keys = keys;
        this.clock = clock;
        this.accessLifetime = accessLifetime;
        Locator<Key> locator = header -> {
            if (header instanceof ProtectedHeader signed && TYPE.equals(signed.getType())
                    && "EdDSA".equals(signed.getAlgorithm()) && signed.getKeyId() != null
                    && HEADER.containsAll(signed.keySet())) {
                PublicKey key = keys.find(signed.getKeyId());
                if (key != null) {
                    return key;
                }
            }
            throw new JwtException("The header names no key that is known here");
        };
        this.parser = Jwts.parser().keyLocator(locator).clock(() -> Date.from(clock.instant())).requireIssuer(ISSUER)
                .requireAudience(ISSUER).build();
    }

    /** Signs an access token for a login; it is over when the session is, if not before. */
    String access(Login login) {
        Instant now = clock.instant();
        KeyFiles.Own key = keys.signing();
        return Jwts.builder()
                .header().keyId(key.id()).type(TYPE).and()
                .issuer(ISSUER)
                .audience().add(ISSUER).and()
                .subject(login.userId())
                .id(Ids.next())
                .issuedAt(Date.from(now))
                .expiration(Date.from(expiry(login, now)))
                .claim("sid", login.sid())
                .claim("kind", login.kind().name().toLowerCase(Locale.ROOT))
                .claim("login", login.loginAt().toEpochMilli())
                .claim("issued", now.toEpochMilli())
                .claim("ends", login.endsAt().toEpochMilli())
                .signWith(key.privateKey(), Jwts.SIG.EdDSA)
                .compact();
    }

    private Instant expiry(Login login, Instant now) {
        Instant usual = now.plus(accessLifetime);
        return login.endsAt().isBefore(usual) ? login.endsAt() : usual;
    }

    /** An access token of a login, with the refresh token that goes with it. */
    TokenPair pair(Login login, RefreshToken refresh) {
        Instant now = clock.instant();
        long seconds = Math.max(0, Duration.between(now, expiry(login, now)).toSeconds());
        return new TokenPair(access(login), refresh.text(), seconds, login.sid());
    }

    /** How long an access token lives. */
    Duration accessLifetime() {
        return accessLifetime;
    }

    /** The first refresh token of a session. */
    RefreshToken refresh(String sid) {
        return refresh(sid, random(FAMILY_BYTES));
    }

    /** The refresh token after another one of the same session. */
    RefreshToken next(RefreshToken before) {
        return refresh(before.sid(), before.family());
    }

    private RefreshToken refresh(String sid, String family) {
        return new RefreshToken(sid, family, sid + "." + family + "." + random(SECRET_BYTES));
    }

    /** A new secret of this many random bytes, in Base64 for URLs. */
    String random(int bytes) {
        byte[] secret = new byte[bytes];
        random.nextBytes(secret);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
    }

    /**
     * Verifies an access token's form, signature, issuer, audience and times.
     *
     * @throws RequestFailure {@link ErrorCode#TOKEN_EXPIRED} or {@link ErrorCode#TOKEN_INVALID}
     */
    AccessToken verify(String token) {
        if (token.length() > MAX_LENGTH) {
            throw invalid();
        }
        try {
            Claims claims = parser.parseSignedClaims(token).getPayload();
            String sid = claims.get("sid", String.class);
            String kind = claims.get("kind", String.class);
            Long loginAt = claims.get("login", Long.class);
            Long issuedAt = claims.get("issued", Long.class);
            Long endsAt = claims.get("ends", Long.class);
            if (sid == null || kind == null || loginAt == null || issuedAt == null || endsAt == null
                    || claims.getSubject() == null || claims.getId() == null || claims.getExpiration() == null
                    || isAhead(Instant.ofEpochMilli(issuedAt))
                    || (claims.getIssuedAt() != null && isAhead(claims.getIssuedAt().toInstant()))) {
                throw invalid();
            }
            return new AccessToken(claims.getSubject(), sid, claims.getId(),
                    ClientKind.valueOf(kind.toUpperCase(Locale.ROOT)), Instant.ofEpochMilli(loginAt),
                    Instant.ofEpochMilli(issuedAt), claims.getExpiration().toInstant(), Instant.ofEpochMilli(endsAt));
        } catch (ExpiredJwtException e) {
            throw new RequestFailure(ErrorCode.TOKEN_EXPIRED,
                    "The access token has expired. Exchange the refresh token for a new one.");
        } catch (JwtException | IllegalArgumentException | DateTimeException e) {
            throw invalid();
        }
    }

    private boolean isAhead(Instant issuedAt) {
        return issuedAt.isAfter(clock.instant().plus(CLOCK_SKEW));
    }

    private static RequestFailure invalid() {
        return new RequestFailure(ErrorCode.TOKEN_INVALID, "This is no access token of this fleet. Sign in again.");
    }

    /** The public keys of all nodes as a JSON Web Key Set (RFC 7517). */
    JwkSet keySet() {
        return new JwkSet(keys.all().entrySet().stream().sorted(Map.Entry.comparingByKey())
                .map(entry -> Jwk.ed25519(entry.getKey(), entry.getValue())).toList());
    }

    /** A key set. */
    public record JwkSet(List<Jwk> keys) {}

    /** A public key (RFC 8037). */
    public record Jwk(String kty, String crv, String kid, String use, String alg, String x) {

        static Jwk ed25519(String id, PublicKey key) {
            byte[] info = key.getEncoded();
            byte[] raw = Arrays.copyOfRange(info, info.length - 32, info.length);
            return new Jwk("OKP", "Ed25519", id, "sig", "EdDSA",
                    Base64.getUrlEncoder().withoutPadding().encodeToString(raw));
        }
    }

    /** SHA-256 in hex. */
    static String hash(String text) {
        try {
            return HexFormat.of().formatHex(
                    MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
