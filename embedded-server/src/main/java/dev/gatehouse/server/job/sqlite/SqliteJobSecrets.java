package dev.gatehouse.server.job.sqlite;

import dev.gatehouse.model.audit.Actor;
import dev.gatehouse.server.job.JobSecrets;
import dev.gatehouse.server.replica.sqlite.ReplicaDatabase;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Keys of jobs in the replica's table {@code job_secret}, as the change log told them. */
public final class SqliteJobSecrets implements JobSecrets {

    private static final int KEY_BYTES = 32;
    private static final Duration MAY_BE_ABOUT_TO_BEGIN = Duration.ofHours(1);

    private final ReplicaDatabase replica;
    private final Sharing log;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    /** Puts a key into the change log. */
    @FunctionalInterface
    public interface Sharing {

        /** Returns once this node has it. */
        void share(String jobId, String secret, Actor actor);
    }

    public SqliteJobSecrets(ReplicaDatabase replica, Sharing log, Clock clock) {
        this.replica = replica;
        this.log = log;
        this.clock = clock;
    }

    @Override
    public String share(String jobId, Actor actor) {
        byte[] key = new byte[KEY_BYTES];
        random.nextBytes(key);
        String secret = Base64.getEncoder().encodeToString(key);
        log.share(jobId, secret, actor);
        return secret;
    }

    @Override
    public @Nullable String find(String jobId) {
        return replica.<@Nullable String>read(handle -> handle
                .createQuery("SELECT secret FROM job_secret WHERE job = :job").bind("job", jobId).mapTo(String.class)
                .findOne().orElse(null));
    }

    @Override
    public void keepOnly(Predicate<String> needed) {
        List<String> old = replica.read(handle -> handle
                .createQuery("SELECT job FROM job_secret WHERE told_at < :before")
                .bind("before", clock.instant().minus(MAY_BE_ABOUT_TO_BEGIN).toEpochMilli()).mapTo(String.class)
                .list());
        List<String> over = old.stream().filter(needed.negate()).toList();
        if (!over.isEmpty()) {
            replica.<Integer>write(handle -> handle.createUpdate("DELETE FROM job_secret WHERE job IN (<jobs>)")
                    .bindList("jobs", over).execute());
        }
    }
}
