package dev.gatehouse.server.auth;

import dev.gatehouse.model.auth.ClientKind;
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
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Makes and reads tokens. An access token is a JWT of type {@code at+jwt} (RFC 9068) signed with Ed25519; a refresh
 * token is the session's id and 256 random bits, and is kept only as a hash.
 */
public final class Tokens {

    private static final String ISSUER = "gatehouse";
    private static final String TYPE = "at+jwt";
    private static final int MAX_LENGTH = 4096;
    private static final int REFRESH_BYTES = 32;

    private final SigningKeys keys;
    private final Clock clock;
    private final Duration accessLifetime;
    private final JwtParser parser;
    private final SecureRandom random = new SecureRandom();

    /** What a verified access token says. */
    record AccessToken(String userId, String sessionId, String tokenId, ClientKind kind, Instant loginAt,
            Instant issuedAt, Instant expiresAt) {}

    public Tokens(SigningKeys keys, Clock clock, Duration accessLifetime) {
        this.keys = keys;
        this.clock = clock;
        this.accessLifetime = accessLifetime;
        Locator<Key> locator = header -> {
            if (header instanceof ProtectedHeader signed && TYPE.equals(signed.getType())
                    && "EdDSA".equals(signed.getAlgorithm()) && signed.getKeyId() != null) {
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

    /** Signs an access token for a login. */
    String access(Login login) {
        Instant now = clock.instant();
        return Jwts.builder()
                .header().keyId(keys.ownId()).type(TYPE).and()
                .issuer(ISSUER)
                .audience().add(ISSUER).and()
                .subject(login.userId())
                .id(Ids.next())
                .issuedAt(Date.from(now))
                .expiration(Date.from(now.plus(accessLifetime)))
                .claim("sid", login.sid())
                .claim("kind", login.kind().name().toLowerCase(Locale.ROOT))
                .claim("login", login.loginAt().toEpochMilli())
                .claim("issued", now.toEpochMilli())
                .signWith(keys.ownPrivate(), Jwts.SIG.EdDSA)
                .compact();
    }

    /** Seconds that an access token lives. */
    long accessSeconds() {
        return accessLifetime.toSeconds();
    }

    /** How long an access token lives. */
    Duration accessLifetime() {
        return accessLifetime;
    }

    /** A new refresh token of a session. */
    String refresh(String sid) {
        byte[] secret = new byte[REFRESH_BYTES];
        random.nextBytes(secret);
        return sid + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
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
            if (sid == null || kind == null || loginAt == null || issuedAt == null || claims.getSubject() == null
                    || claims.getId() == null || claims.getExpiration() == null) {
                throw invalid();
            }
            return new AccessToken(claims.getSubject(), sid, claims.getId(),
                    ClientKind.valueOf(kind.toUpperCase(Locale.ROOT)), Instant.ofEpochMilli(loginAt),
                    Instant.ofEpochMilli(issuedAt), claims.getExpiration().toInstant());
        } catch (ExpiredJwtException e) {
            throw new RequestFailure(ErrorCode.TOKEN_EXPIRED,
                    "The access token has expired. Exchange the refresh token for a new one.");
        } catch (JwtException | IllegalArgumentException e) {
            throw invalid();
        }
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
