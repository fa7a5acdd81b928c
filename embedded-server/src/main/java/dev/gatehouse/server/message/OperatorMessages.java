package dev.gatehouse.server.message;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.model.api.MessagesExchange.Preview;
import dev.gatehouse.model.api.MessagesExchange.Report;
import dev.gatehouse.model.api.MessagesExchange.SendRequest;
import dev.gatehouse.model.api.MessagesExchange.Sent;
import dev.gatehouse.model.audit.Actor;
import dev.gatehouse.model.audit.Outcome;
import dev.gatehouse.model.audit.Receipt;
import dev.gatehouse.model.json.Json;
import dev.gatehouse.model.message.Qos;
import dev.gatehouse.model.message.Target;
import dev.gatehouse.model.session.Session;
import dev.gatehouse.server.audit.Action;
import dev.gatehouse.server.audit.AuditDraft;
import dev.gatehouse.server.audit.AuditJournal;
import dev.gatehouse.server.call.Deadline;
import dev.gatehouse.server.call.RequestFailure;
import dev.gatehouse.server.call.Trace;
import dev.gatehouse.server.message.MessageId.Kind;
import dev.gatehouse.server.message.MessageService.Dispatched;
import dev.gatehouse.server.message.MessageStore.Kept;
import dev.gatehouse.server.message.Receivers.Reach;
import dev.gatehouse.server.message.ReportStore.Filed;
import dev.gatehouse.server.message.Tallies.Awaited;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What operators say: recorded first, then sent, then reported on. The same id again, from the same operator within ten
 * minutes, is the same message: it is recorded again and not sent again.
 */
public final class OperatorMessages {

    private static final Logger LOG = LoggerFactory.getLogger(OperatorMessages.class);
    private static final Duration PATIENCE = Duration.ofMillis(500);
    private static final int RECORDED_CONTENT = 200;
    private static final int LONGEST_ID = 128;

    private final MessageService service;
    private final MessageStore store;
    private final ReportStore reports;
    private final Receivers receivers;
    private final AuditJournal journal;
    private final Rules rules;

    /** @param mostContentBytes how large a content may be, as JSON */
    public record Rules(int mostContentBytes, Supplier<Set<String>> liveNodes, Clock clock) {}

    /** A message that is being sent. */
    private record Sending(Reach reach, Note note, Actor actor, Receipt receipt) {}

    /** What was sent. */
    private record Outcomes(String msgId, long kept) {}

    public OperatorMessages(MessageService service, MessageStore store, ReportStore reports, AuditJournal journal,
            Rules rules) {
        this.service = service;
        this.store = store;
        this.reports = reports;
        this.receivers = new Receivers(service.fleet(), rules.liveNodes);
        this.journal = journal;
        this.rules = rules;
    }

    /**
     * Whom a message would reach.
     *
     * @throws RequestFailure {@code invalid} or {@code not-found} where the target makes no sense
     */
    public Preview preview(@Nullable Target to) {
        return receivers.preview(to);
    }

    /**
     * Sends a message and waits up to half a second for what the nodes say of it.
     *
     * @throws RequestFailure where it makes no sense, or cannot be kept although it is to be
     */
    public Sent send(SendRequest request, Actor actor) {
        Reach reach = receivers.reach(request.to());
        Note note = note(request, actor, reach);
        Receipt receipt = journal.write(draft(reach, note, actor, Outcome.ACCEPTED));
        service.count();
        try {
            return send(new Sending(reach, note, actor, receipt));
        } catch (RequestFailure e) {
            journal.note(draft(reach, note, actor, Outcome.FAILED).withReason(e.code().code()));
            throw e.asRecorded();
        }
    }

    private Note note(SendRequest request, Actor actor, Reach reach) {
        @Nullable
        JsonNode content = request.content();
        if (content == null || content.isNull()) {
            throw RequestFailure.invalid("content", "Say something: any JSON value but null.");
        }
        int bytes = content.toString().getBytes(StandardCharsets.UTF_8).length;
        if (bytes > rules.mostContentBytes) {
            throw RequestFailure.invalid("content", "A content has at most " + rules.mostContentBytes
                    + " bytes as JSON; this one has " + bytes + ".");
        }
        String id = request.id();
        if (id != null && (id.isBlank() || id.length() > LONGEST_ID)) {
            throw RequestFailure.invalid("id", "An id has 1 to " + LONGEST_ID + " characters.");
        }
        Note.Author author = new Note.Author(actor.id(), actor.name(), null, id);
        Qos qos = Objects.requireNonNullElse(request.qos(), Qos.AT_LEAST_ONCE);
        String room = reach.target().room();
        return room == null
                ? Note.to(author, reach.user() == null ? "all" : reach.user(), null, content, qos)
                : Note.toRoom(author, room, content, qos);
    }

    private AuditDraft draft(Reach reach, Note note, Actor actor, Outcome outcome) {
        ObjectNode after = Json.LENIENT.createObjectNode();
        after.set("to", Json.LENIENT.valueToTree(reach.target()));
        String content = note.content().toString();
        after.put("content",
                content.length() <= RECORDED_CONTENT ? content : content.substring(0, RECORDED_CONTENT - 1) + "…");
        after.put("qos", note.qos().word());
        return AuditDraft.of(actor, Action.MESSAGE_SEND, reach.resource(), outcome, rules.clock.instant())
                .withChange(null, after).withTraceparent(Trace.current().traceparent());
    }

    private Sent send(Sending sending) {
        boolean kept = sending.note.qos() == Qos.AT_LEAST_ONCE;
        String msgId = service.time().nextId(kept ? Kind.REPORTED_KEPT : Kind.REPORTED_PASSING);
        String id = sending.note.clientId();
        if (id != null && sending.reach.kind() != Receivers.Kind.ROOM) {
            String meant = reports.claim(sending.actor.id(), id, msgId);
            Sent earlier = meant.equals(msgId) ? null : earlier(meant, sending.receipt);
            if (earlier != null) {
                return earlier;
            }
            msgId = meant;
        }
        String origin = service.tallies().origin();
        Set<String> asked = nodes(sending.reach);
        Awaited awaited = service.tallies().await(origin, asked);
        try {
            return send(sending, msgId, origin, awaited);
        } finally {
            service.tallies().forget(origin);
        }
    }

    private Sent send(Sending sending, String newId, String origin, Awaited awaited) {
        long online = receivers.sessions(sending.reach).size();
        Note note = sending.note;
        Outcomes sent = switch (sending.reach.kind()) {
            case ALL -> everywhere(newId, note, receivers.nodes(), origin);
            case NODE -> everywhere(newId, note, Set.of(String.valueOf(sending.reach.target().node())), origin);
            case USER -> toUser(newId, note, String.valueOf(sending.reach.user()), origin);
            case SESSIONS -> toSessions(newId, note, sending.reach, origin);
            case ROOM -> {
                Kept kept = store.publish(String.valueOf(note.room()), note, origin);
                yield new Outcomes(kept.msgId(), kept.duplicate() ? -1 : 0);
            }
        };
        if (sent.kept < 0) {
            Sent earlier = earlier(sent.msgId, sending.receipt);
            if (earlier != null) {
                return earlier;
            }
        }
        boolean waiting = sending.reach.kind() == Receivers.Kind.USER && online == 0
                && note.qos() == Qos.AT_LEAST_ONCE;
        long accepted = online + (waiting ? 1 : 0);
        file(sending, sent, accepted);
        long delivered = awaited.sockets(Deadline.budget(PATIENCE));
        switch (sending.reach.kind()) {
            case ALL, NODE -> service.keepFor(awaited.silent(), sent.msgId, note);
            case USER, SESSIONS, ROOM -> {
                // It is kept already.
            }
        }
        return new Sent(sent.msgId, Math.max(accepted, delivered), delivered, waiting && delivered == 0 ? 1 : 0,
                sending.receipt);
    }

    private void file(Sending sending, Outcomes sent, long accepted) {
        Note note = sending.note;
        Report report = new Report(sent.msgId, note.from(), note.fromName(), sending.reach.target(), note.content(),
                note.qos(), rules.clock.instant(), accepted, 0, Math.max(0, sent.kept), 0, 0);
        try {
            reports.file(new Filed(report, sending.receipt));
        } catch (RequestFailure e) {
            // It is sent already; to fail now would have it sent again.
            LOG.warn("The message {} was sent and cannot be reported on: {}", sent.msgId, e.detail());
        }
    }

    private @Nullable Sent earlier(String msgId, Receipt receipt) {
        Filed filed = reports.find(msgId);
        if (filed == null) {
            return null;
        }
        Report report = filed.report();
        return new Sent(msgId, report.accepted(), report.delivered(), report.queued(), receipt);
    }

    /** The nodes that will say how many got it. */
    private Set<String> nodes(Reach reach) {
        return switch (reach.kind()) {
            case ALL, ROOM -> receivers.nodes();
            case NODE -> Set.of(String.valueOf(reach.target().node()));
            case USER, SESSIONS -> receivers.sessions(reach).stream().map(Session::node)
                    .collect(Collectors.toSet());
        };
    }

    private Outcomes everywhere(String msgId, Note note, Set<String> nodes, String origin) {
        Direct direct = Direct.toEverybody(msgId, note, note.qos() == Qos.AT_LEAST_ONCE, origin);
        nodes.forEach(node -> service.fleet().bus().send(node, Direct.KIND, direct));
        return new Outcomes(msgId, 0);
    }

    private Outcomes toUser(String msgId, Note note, String user, String origin) {
        Dispatched sent = service.dispatch(note, user, null, origin, msgId);
        return new Outcomes(sent.msgId(), sent.kept() ? 1 : 0);
    }

    private Outcomes toSessions(String msgId, Note note, Reach reach, String origin) {
        Map<String, List<Session>> byUser = receivers.sessions(reach).stream()
                .collect(Collectors.groupingBy(Session::user));
        long kept = 0;
        for (Map.Entry<String, List<Session>> user : byUser.entrySet()) {
            List<String> sids = List.copyOf(new HashSet<>(user.getValue().stream().map(Session::sid).toList()));
            Dispatched sent = service.dispatch(note.withReceiver(user.getKey(), sids), user.getKey(), sids, origin,
                    msgId);
            kept += sent.kept() ? 1 : 0;
        }
        return new Outcomes(msgId, kept);
    }
}
