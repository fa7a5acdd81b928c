package dev.gatehouse.server.outage;

import dev.gatehouse.model.api.RehearsalExchange;
import dev.gatehouse.model.audit.Actor;
import dev.gatehouse.model.audit.Outcome;
import dev.gatehouse.model.audit.Receipt;
import dev.gatehouse.model.auth.Role;
import dev.gatehouse.model.error.ErrorCode;
import dev.gatehouse.model.health.Rehearsal;
import dev.gatehouse.model.json.Json;
import dev.gatehouse.model.outage.Circumstances;
import dev.gatehouse.model.outage.Deed;
import dev.gatehouse.model.outage.Verdict;
import dev.gatehouse.server.audit.Action;
import dev.gatehouse.server.audit.AuditDraft;
import dev.gatehouse.server.audit.AuditJournal;
import dev.gatehouse.server.call.RequestFailure;
import dev.gatehouse.server.call.Trace;
import dev.gatehouse.server.schedule.Ticker;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Shuts and opens the doors of this node. A rehearsal ends by itself, and with the node's process. */
public final class Rehearsals implements AutoCloseable {

    private static final Duration LOOK_EVERY = Duration.ofMillis(500);

    private final List<Door> doors;
    private final Set<Role> closedLevels;
    private final AuditJournal journal;
    private final Clock clock;
    private final Ticker ticker;

    /**
     * @param doors        of the dependencies that this node has
     * @param closedLevels roles that change nothing while Redis is away
     */
    public Rehearsals(List<Door> doors, Set<Role> closedLevels, AuditJournal journal, Clock clock) {
        this.doors = List.copyOf(doors);
        this.closedLevels = Set.copyOf(closedLevels);
        this.journal = journal;
        this.clock = clock;
        this.ticker = new Ticker("rehearsals", LOOK_EVERY, this::endThoseDue);
    }

    /** What is treated as away now. */
    public List<Rehearsal> running() {
        return doors.stream().map(Door::rehearsal).filter(Objects::nonNull).toList();
    }

    /** Roles that change nothing while Redis is away. */
    public Set<Role> closedLevels() {
        return closedLevels;
    }

    /** What would become of what an administrator asks for while a dependency is away. */
    RehearsalExchange.Preview preview(@Nullable String dependency) {
        if (dependency == null) {
            return new RehearsalExchange.Preview(running(), List.of());
        }
        boolean redis = door(dependency).dependency().equals("redis");
        Circumstances then = new Circumstances(Role.ADMIN, true, redis, !redis, false, closedLevels);
        return new RehearsalExchange.Preview(running(), Arrays.stream(Deed.values()).map(deed -> {
            Verdict verdict = Verdict.of(deed, then);
            return new RehearsalExchange.Effect(deed, verdict.fate(), verdict.reason());
        }).toList());
    }

    /** Begins one; one that runs for the same dependency gets the new end. */
    RehearsalExchange.Begun begin(RehearsalExchange.BeginRequest request, Actor actor) {
        Door door = door(request.dependency());
        Integer seconds = request.seconds();
        if (seconds == null || seconds < 1 || seconds > RehearsalExchange.MOST_SECONDS) {
            throw RequestFailure.invalid("seconds", "must be 1 to " + RehearsalExchange.MOST_SECONDS + ".");
        }
        Instant now = clock.instant();
        Rehearsal rehearsal = new Rehearsal(door.dependency(), actor.name(), now, now.plusSeconds(seconds));
        Receipt receipt = journal.write(draft(rehearsal, Action.REHEARSAL_BEGIN, actor));
        door.shut(rehearsal);
        return new RehearsalExchange.Begun(rehearsal, receipt);
    }

    /** Ends all that run. */
    RehearsalExchange.Ended end(Actor actor) {
        List<Rehearsal> ended = doors.stream().map(Door::open).filter(Objects::nonNull).toList();
        Receipt receipt = null;
        for (Rehearsal last : ended) {
            receipt = journal.write(draft(last, Action.REHEARSAL_END, actor));
        }
        if (receipt == null) {
            throw new RequestFailure(ErrorCode.NOT_FOUND, "This node rehearses nothing.");
        }
        return new RehearsalExchange.Ended(ended, receipt);
    }

    private void endThoseDue() {
        for (Door door : doors) {
            Rehearsal last = door.openWhenDue();
            if (last != null) {
                journal.note(draft(last, Action.REHEARSAL_END, Actor.SYSTEM));
            }
        }
    }

    private AuditDraft draft(Rehearsal rehearsal, Action action, Actor actor) {
        return AuditDraft.of(actor, action, "dependency/" + rehearsal.dependency(), Outcome.ACCEPTED, clock.instant())
                .withChange(null, Json.LENIENT.valueToTree(rehearsal)).withTraceparent(Trace.current().traceparent());
    }

    private Door door(@Nullable String dependency) {
        return doors.stream().filter(door -> door.dependency().equals(dependency)).findFirst()
                .orElseThrow(() -> RequestFailure.invalid("dependency", doors.isEmpty()
                        ? "is none that this node has: it works alone, without Redis and Kafka."
                        : "must be "
                                + doors.stream().map(Door::dependency).collect(Collectors.joining(" or ")) + "."));
    }

    @Override
    public void close() {
        ticker.close();
    }
}
