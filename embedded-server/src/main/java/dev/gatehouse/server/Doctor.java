package dev.gatehouse.server;

import dev.gatehouse.model.health.DependencyHealth;
import dev.gatehouse.model.health.DependencyState;
import dev.gatehouse.model.health.Diagnosis;
import dev.gatehouse.server.call.LiveStateUnavailableException;
import dev.gatehouse.server.log.EventLog;
import dev.gatehouse.server.log.LogUnavailableException;
import dev.gatehouse.server.log.kafka.KafkaEventLog;
import dev.gatehouse.server.log.kafka.KafkaTopic;
import dev.gatehouse.server.redis.PooledRedisConnection;
import dev.gatehouse.server.redis.RedisAddress;
import dev.gatehouse.server.redis.RedisConnection;
import dev.gatehouse.server.redis.RedisLimits;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Looks at what a node would need: data folder, ports, Redis, Kafka. Changes nothing but an empty data folder. */
final class Doctor {

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final ServerConfig config;

    Doctor(ServerConfig config) {
        this.config = config;
    }

    List<Diagnosis> examine() {
        List<Diagnosis> findings = new ArrayList<>();
        findings.add(new Diagnosis("config", true, false, "The configuration is sound."));
        boolean running = examineFolder(findings);
        findings.add(running
                ? new Diagnosis("port", true, false, "The node that runs on this data folder holds its ports.")
                : port("http.port", config.http().port()));
        tls(findings);
        findings.add(redis());
        findings.add(kafka());
        return findings;
    }

    /** Returns whether a node runs on the folder. */
    private boolean examineFolder(List<Diagnosis> findings) {
        try (DataFolder folder = DataFolder.take(config.data())) {
            findings.add(new Diagnosis("data folder", true, false,
                    "The data folder " + folder.path() + " can be written and is free."));
            return false;
        } catch (DataFolder.InUseException e) {
            findings.add(new Diagnosis("data folder", false, true, String.valueOf(e.getMessage())));
            return true;
        } catch (StartException e) {
            findings.add(new Diagnosis("data folder", false, true, String.valueOf(e.getMessage())));
            return false;
        }
    }

    private Diagnosis port(String key, int port) {
        if (port == 0) {
            return new Diagnosis("port", true, false, key + " is 0: the node takes any port that is free.");
        }
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(config.http().host()), port));
            return new Diagnosis("port", true, false, "Port " + port + " on " + config.http().host() + " is free.");
        } catch (IOException e) {
            return new Diagnosis("port", false, true, "Port " + port + " on " + config.http().host()
                    + " cannot be had (" + e.getMessage() + "). Stop the program that has it, or choose another "
                    + key + ".");
        }
    }

    private void tls(List<Diagnosis> findings) {
        ServerConfig.Tls tls = config.tls();
        if (tls == null) {
            String warning = TlsFiles.plainWarning(config.http().host());
            if (warning != null) {
                findings.add(new Diagnosis("tls", false, false, warning));
            }
            return;
        }
        try {
            TlsFiles files = TlsFiles.open(tls, Clock.systemUTC().instant());
            String warning = files.hostWarning(config.http().host());
            findings.add(new Diagnosis("tls", warning == null, false, warning == null
                    ? "The certificate in " + tls.keystore() + " is for " + String.join(", ", files.hosts())
                            + " and good until " + files.certificate().getNotAfter().toInstant() + "."
                    : warning));
        } catch (StartException e) {
            findings.add(new Diagnosis("tls", false, true, String.valueOf(e.getMessage())));
        }
    }

    private Diagnosis redis() {
        if (!config.redis().configured()) {
            return new Diagnosis("redis", true, false, "No Redis is configured; live state is kept in memory.");
        }
        try (RedisConnection redis = new PooledRedisConnection(RedisAddress.parse(config.redis().uri()),
                new RedisLimits(config.redis().poolSize(), config.redis().timeout()), config.redis().prefix(),
                Clock.systemUTC(), nanos -> {})) {
            redis.ping();
            DependencyHealth health = redis.health();
            return new Diagnosis("redis", health.state() == DependencyState.LIVE, false, health.detail());
        } catch (LiveStateUnavailableException e) {
            return new Diagnosis("redis", false, false, "Redis at " + config.redis() + " does not answer: "
                    + e.getMessage() + " A node would start and work without it until it is back.");
        }
    }

    private Diagnosis kafka() {
        ServerConfig.Kafka kafka = config.kafka();
        if (!kafka.configured()) {
            return new Diagnosis("kafka", true, false, "No Kafka is configured; the log is kept in SQLite.");
        }
        try (EventLog log = new KafkaEventLog(
                new KafkaTopic(kafka.bootstrap(), kafka.changesTopic(), 1, true, PATIENCE), Clock.systemUTC())) {
            log.ends();
            return new Diagnosis("kafka", true, false, "Kafka at " + kafka.bootstrap() + " answers.");
        } catch (LogUnavailableException e) {
            return new Diagnosis("kafka", false, false, "Kafka at " + kafka.bootstrap() + " does not answer: "
                    + e.getMessage() + " A node would start and read its replica; changes wait until it is back.");
        }
    }
}
