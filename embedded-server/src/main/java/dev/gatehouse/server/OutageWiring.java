package dev.gatehouse.server;

import dev.gatehouse.model.auth.Role;
import dev.gatehouse.model.health.DependencyHealth;
import dev.gatehouse.model.health.DependencyState;
import dev.gatehouse.server.audit.AuditJournal;
import dev.gatehouse.server.auth.WithoutRedis;
import dev.gatehouse.server.http.Endpoint;
import dev.gatehouse.server.log.EventLog;
import dev.gatehouse.server.log.kafka.KafkaEventLog;
import dev.gatehouse.server.log.kafka.Reachability;
import dev.gatehouse.server.outage.Door;
import dev.gatehouse.server.outage.GuardedEventLog;
import dev.gatehouse.server.outage.RehearsalEndpoints;
import dev.gatehouse.server.outage.Rehearsals;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The doors before Redis and Kafka, the breaker before the log, and the rehearsals that shut the doors. */
final class OutageWiring implements AutoCloseable {

    private final Clock clock;
    private final Door redis;
    private final Door kafka;
    private final Rehearsals rehearsals;
    private @Nullable Commands commands;

    /** The way of commands to Kafka. */
    private record Commands(KafkaEventLog log, GuardedEventLog guard) {}

    OutageWiring(ServerConfig config, AuditJournal journal, Clock clock) {
        this.clock = clock;
        this.redis = new Door("redis");
        this.kafka = new Door("kafka");
        List<Door> doors = new ArrayList<>();
        if (config.redis().configured()) {
            doors.add(redis);
        }
        if (config.kafka().configured()) {
            doors.add(kafka);
        }
        this.rehearsals = new Rehearsals(doors, closedLevels(config), journal, clock);
    }

    private static Set<Role> closedLevels(ServerConfig config) {
        Set<Role> closed = EnumSet.noneOf(Role.class);
        config.guards().withoutRedis().forEach((access, policy) -> {
            Role role = access.role();
            if (role != null && policy != WithoutRedis.OPEN) {
                closed.add(role);
            }
        });
        return closed;
    }

    /** The door before Redis. */
    Door redis() {
        return redis;
    }

    /** The topic of commands, guarded. */
    EventLog commands(KafkaEventLog log) {
        GuardedEventLog guard = GuardedEventLog.ofCommands(log, kafka);
        commands = new Commands(log, guard);
        return guard;
    }

    /** A topic of records, guarded. */
    EventLog records(KafkaEventLog log) {
        return GuardedEventLog.ofRecords(log, kafka);
    }

    Rehearsals rehearsals() {
        return rehearsals;
    }

    List<Endpoint> endpoints() {
        return new RehearsalEndpoints(rehearsals).endpoints();
    }

    /** Whether it makes sense to ask the log. */
    boolean logAnswers() {
        Commands way = commands;
        return way == null
                || (kafka.sentence() == null && way.log.reachability().seen().state() == DependencyState.LIVE);
    }

    /** Kafka as this node sees it. */
    DependencyHealth kafkaHealth(Map<String, Long> queues, Instant openedAt) {
        Commands way = commands;
        if (way == null) {
            return new DependencyHealth("kafka", DependencyState.OFF, openedAt,
                    "No Kafka is configured; the log is kept in SQLite.", null, queues, 0);
        }
        Reachability.Seen seen = way.log.reachability().seen();
        String shut = kafka.sentence();
        if (shut == null && seen.state() == DependencyState.LIVE) {
            way.guard.answered();
        }
        Instant success = seen.lastSuccess();
        String detail = shut == null ? seen.detail() : shut;
        return new DependencyHealth("kafka", shut == null ? seen.state() : DependencyState.DEGRADED, seen.since(),
                detail == null ? "Kafka answers; changes and audit go through it." : detail, way.guard.breaker(),
                queues, Duration.between(success == null ? openedAt : success, clock.instant()).toMillis());
    }

    @Override
    public void close() {
        rehearsals.close();
    }
}
