package dev.gatehouse.server.job;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/**
 * Ids of what the lines of a job make: always the same ones for the same job and line, so that a line that is dealt
 * with twice is recognised. They look like ULIDs: the job's time, 45 bits of the job's own, then the line.
 */
public final class RowIds {

    private static final String DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final int TIME = 10;
    private static final int OWN = 9;
    private static final int LINE = 7;
    private static final int BITS = 5;

    private final String prefix;

    /** @param jobId 26 characters */
    public RowIds(String jobId) {
        this.prefix = jobId.substring(0, TIME) + own(jobId);
    }

    /** The id for a line, 26 characters. */
    public String of(long line) {
        return prefix + digits(line, LINE);
    }

    /** The line whose id this is; absent where it is none of this job's. */
    public @Nullable Long line(String id) {
        if (id.length() != TIME + OWN + LINE || !id.startsWith(prefix)) {
            return null;
        }
        long line = 0;
        for (int i = TIME + OWN; i < id.length(); i++) {
            line = (line << BITS) + DIGITS.indexOf(id.charAt(i));
        }
        return line;
    }

    private static String own(String jobId) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(jobId.getBytes(StandardCharsets.UTF_8));
            long bits = 0;
            for (int i = 0; i < Long.BYTES; i++) {
                bits = (bits << Byte.SIZE) | (hash[i] & 0xff);
            }
            return digits(bits, OWN);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    private static String digits(long value, int count) {
        StringBuilder text = new StringBuilder(count);
        for (int i = count - 1; i >= 0; i--) {
            text.append(DIGITS.charAt((int) (value >>> (i * BITS)) & (DIGITS.length() - 1)));
        }
        return text.toString();
    }
}
