package dev.gatehouse.server.capsule;

import dev.gatehouse.model.api.CapsuleExchange;
import dev.gatehouse.model.audit.Actor;
import dev.gatehouse.model.audit.Outcome;
import dev.gatehouse.model.json.Json;
import dev.gatehouse.server.audit.Action;
import dev.gatehouse.server.audit.AuditDraft;
import dev.gatehouse.server.audit.AuditJournal;
import dev.gatehouse.server.call.Deadline;
import dev.gatehouse.server.call.RequestFailure;
import dev.gatehouse.server.call.StorageException;
import dev.gatehouse.server.call.Trace;
import dev.gatehouse.server.http.Access;
import dev.gatehouse.server.http.Download;
import dev.gatehouse.server.http.Endpoint;
import dev.gatehouse.server.http.Endpoint.Method;
import dev.gatehouse.server.http.SqliteBytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code /api/v1/capsule}: makes a capsule in the node's folder and sends it away. */
public final class CapsuleService {

    private static final Logger LOG = LoggerFactory.getLogger(CapsuleService.class);
    private static final Duration LONGEST = Duration.ofDays(7);
    private static final Duration TRANSFER = Duration.ofMinutes(5);

    private final Place place;
    private final CapsuleFile files;
    private final Map<String, String> about;
    private final List<CapsulePart> parts;
    private final AuditJournal journal;
    private final Clock clock;

    /**
     * Where capsules lie while they are sent.
     *
     * @param room throws {@link StorageException} where the disk has none for them
     */
    public record Place(Path folder, Runnable room) {}

    /**
     * Removes capsules that an earlier process left behind.
     *
     * @param about what every capsule of this node says about itself
     */
    public CapsuleService(Place place, CapsuleFile files, Map<String, String> about, List<CapsulePart> parts,
            AuditJournal journal, Clock clock) {
        this.place = place;
        this.files = files;
        this.about = Map.copyOf(about);
        this.parts = List.copyOf(parts);
        this.journal = journal;
        this.clock = clock;
        empty(place.folder);
    }

    private static void empty(Path folder) {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> left = Files.list(folder)) {
            for (Path file : left.toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            LOG.warn("Capsules that were left behind in {} cannot be removed: {}", folder, e.getMessage(), e);
        }
    }

    /** The endpoints of this room. */
    public List<Endpoint> endpoints() {
        return List.of(Endpoint.changes(Access.ADMIN, Method.POST, CapsuleExchange.PATH,
                "What happened in a window of time, as one SQLite file", CapsuleExchange.Request.class,
                SqliteBytes.class,
                exchange -> made(exchange.body(CapsuleExchange.Request.class), exchange.actor())).askingOnly()
                .refusalsAudited().within(TRANSFER));
    }

    private Download made(CapsuleExchange.Request request, Actor actor) {
        Instant now = clock.instant();
        Instant to = request.to() == null ? now : request.to();
        Instant from = request.from();
        if (from == null) {
            throw RequestFailure.invalid("from", "is needed: the first moment of the window.");
        }
        if (!from.isBefore(to) || Duration.between(from, to).compareTo(LONGEST) > 0) {
            throw RequestFailure.invalid("from", "must be before to, and at most seven days before it.");
        }
        place.room.run();
        journal.note(AuditDraft.of(actor, Action.CAPSULE_EXPORT, "capsule", Outcome.ACCEPTED, now)
                .withChange(null, Json.LENIENT.valueToTree(new CapsuleExchange.Request(from, to)))
                .withTraceparent(Trace.current().traceparent()));
        Map<String, String> meta = new TreeMap<>(about);
        meta.put("from", from.toString());
        meta.put("to", to.toString());
        meta.put("madeAt", now.toString());
        meta.put("madeBy", actor.name());
        CapsulePart.Window window = new CapsulePart.Window(from, to);
        Path file = fresh();
        try {
            files.write(file, meta, window, parts, this::requireRoomAndTime);
        } catch (RuntimeException e) {
            drop(file, e);
            throw e;
        }
        return new Download(SqliteBytes.MEDIA_TYPE, "capsule.db", out -> {
            try {
                Files.copy(file, out);
            } finally {
                Files.deleteIfExists(file);
            }
        });
    }

    private void requireRoomAndTime() {
        place.room.run();
        Duration _ = Deadline.budget(TRANSFER);
    }

    private Path fresh() {
        try {
            Files.createDirectories(place.folder);
            return Files.createTempFile(place.folder, "capsule-", ".db");
        } catch (IOException e) {
            throw new StorageException("No capsule can be made in " + place.folder + ": " + e.getMessage(), e);
        }
    }

    private static void drop(Path file, RuntimeException cause) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }
}
