package dev.gatehouse.server.auth;

import dev.gatehouse.model.error.ErrorCode;
import dev.gatehouse.model.error.FieldError;
import dev.gatehouse.server.call.RequestFailure;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.jspecify.annotations.Nullable;

/**
 * Argon2id with 19 MiB, two passes and one lane: the first choice of the OWASP Password Storage Cheat Sheet. No more
 * hashes run at a time than the pool has threads, so that a storm of logins leaves room for everything else.
 */
public final class Passwords implements AutoCloseable {

    /** The fewest characters of a password. */
    public static final int MIN_LENGTH = 8;
    /** The most characters of a password. */
    public static final int MAX_LENGTH = 128;

    /** In the place of a hash: nobody signs in with a password until one is set. */
    public static final String NONE = "";

    private static final int MEMORY_KIB = 19_456;
    private static final int PASSES = 2;
    private static final int LANES = 1;
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;
    /** The least that the OWASP Password Storage Cheat Sheet lists. */
    private static final int LEAST_MEMORY_KIB = 7_168;
    private static final int MOST_MEMORY_KIB = 8 * MEMORY_KIB;
    private static final int MOST_PASSES = 10;
    /** KiB times passes; the second of the choices that RFC 9106 recommends comes to as much. */
    private static final long MOST_WORK = 200_000;
    private static final int MOST_LANES = 8;
    private static final int MAX_HASH_LENGTH = 300;
    private static final Pattern PHC = Pattern
            .compile("\\$argon2id\\$v=19\\$m=(\\d+),t=(\\d+),p=(\\d+)\\$([A-Za-z0-9+/]+)\\$([A-Za-z0-9+/]+)");

    private final SecureRandom random = new SecureRandom();
    private final HashingPool pool;
    private final String unknownUserHash;

    /** @param threads how many hashes run at a time */
    public Passwords(int threads) {
        this.pool = new HashingPool(threads);
        this.unknownUserHash = hash("nobody has this password");
    }

    /** What is wrong with a wanted password, if anything. */
    public static Optional<FieldError> fault(String field, @Nullable String password) {
        if (password == null || password.isEmpty()) {
            return Optional.of(new FieldError(field, "is needed."));
        }
        if (password.length() < MIN_LENGTH || password.length() > MAX_LENGTH) {
            return Optional.of(
                    new FieldError(field, "must have " + MIN_LENGTH + " to " + MAX_LENGTH + " characters."));
        }
        return Optional.empty();
    }

    /**
     * Hashes a password.
     *
     * @return in PHC string format
     * @throws RequestFailure {@link ErrorCode#BUSY} where too many hashes wait
     */
    public String hash(String password) {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        byte[] hash = pool.run(() -> argon2(password, salt, MEMORY_KIB, PASSES, LANES, HASH_BYTES));
        Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
        return "$argon2id$v=19$m=" + MEMORY_KIB + ",t=" + PASSES + ",p=" + LANES + "$" + base64.encodeToString(salt)
                + "$" + base64.encodeToString(hash);
    }

    /**
     * Whether a password belongs to a hash.
     *
     * @param phc absent for a user that does not exist and {@link #NONE} for one without a password: then it takes as
     *            long and the answer is no
     * @throws RequestFailure {@link ErrorCode#BUSY} where too many hashes wait
     */
    public boolean matches(String password, @Nullable String phc) {
        boolean none = phc == null || phc.equals(NONE);
        Matcher parts = PHC.matcher(none ? unknownUserHash : phc);
        if (!parts.matches()) {
            throw new IllegalStateException("A stored password hash is not in the format that Gatehouse writes");
        }
        byte[] salt = Base64.getDecoder().decode(parts.group(4));
        byte[] expected = Base64.getDecoder().decode(parts.group(5));
        byte[] actual = pool.run(() -> argon2(password, salt, Integer.parseInt(parts.group(1)),
                Integer.parseInt(parts.group(2)), Integer.parseInt(parts.group(3)), expected.length));
        return MessageDigest.isEqual(expected, actual) && !none;
    }

    /** Whether a text is a hash that could be checked here: Argon2id with at most a few times what Gatehouse takes. */
    public static boolean isHash(String text) {
        Matcher parts = PHC.matcher(text);
        return text.length() <= MAX_HASH_LENGTH && parts.matches()
                && within(parts.group(1), LEAST_MEMORY_KIB, MOST_MEMORY_KIB) && within(parts.group(2), 1, MOST_PASSES)
                && within(parts.group(3), 1, MOST_LANES)
                && Long.parseLong(parts.group(1)) * Long.parseLong(parts.group(2)) <= MOST_WORK
                && bytes(parts.group(4)) >= 8 && bytes(parts.group(5)) >= 16;
    }

    private static boolean within(String number, int least, int most) {
        return number.length() <= 9 && Integer.parseInt(number) >= least && Integer.parseInt(number) <= most;
    }

    /** The length of what a Base64 text stands for; 0 where it stands for nothing. */
    private static int bytes(String base64) {
        return base64.length() % 4 == 1 ? 0 : base64.length() * 3 / 4;
    }

    private static byte[] argon2(String password, byte[] salt, int memoryKib, int passes, int lanes, int length) {
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(memoryKib)
                .withIterations(passes)
                .withParallelism(lanes)
                .withSalt(salt)
                .build());
        byte[] hash = new byte[length];
        generator.generateBytes(password.getBytes(StandardCharsets.UTF_8), hash);
        return hash;
    }

    /**
     * A wanted password, if nothing is wrong with it.
     *
     * @throws RequestFailure {@link ErrorCode#INVALID} naming {@code field}
     */
    public static String required(String field, @Nullable String password) {
        fault(field, password).ifPresent(error -> {
            throw RequestFailure.invalid(List.of(error));
        });
        return String.valueOf(password);
    }

    /** Ends the threads; a hash that is under way is lost. */
    @Override
    public void close() {
        pool.close();
    }
}
