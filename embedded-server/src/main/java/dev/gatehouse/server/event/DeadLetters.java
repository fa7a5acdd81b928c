package dev.gatehouse.server.event;

import dev.gatehouse.model.api.DeadLettersExchange;
import dev.gatehouse.model.audit.Actor;
import dev.gatehouse.model.audit.Outcome;
import dev.gatehouse.model.audit.Receipt;
import dev.gatehouse.model.error.ErrorCode;
import dev.gatehouse.model.health.DeadLetter;
import dev.gatehouse.model.json.Json;
import dev.gatehouse.server.audit.Action;
import dev.gatehouse.server.audit.AuditDraft;
import dev.gatehouse.server.audit.AuditJournal;
import dev.gatehouse.server.bus.Bus;
import dev.gatehouse.server.bus.Everybody;
import dev.gatehouse.server.call.RequestFailure;
import dev.gatehouse.server.call.Trace;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The dead letters of all nodes, and what operators do with them, on whatever node they lie. */
public final class DeadLetters implements AutoCloseable {

    private final DomainEvents events;
    private final AuditJournal journal;
    private final Clock clock;
    private final Everybody<Question, Answer> everybody;

    private enum Deed {
        LIST,
        RETRY,
        DROP
    }

    /**
     * @param id          absent for all
     * @param actor       who asks; absent where nothing is done
     * @param traceparent W3C Trace Context of the call
     */
    private record Question(Deed deed, @Nullable String id, @Nullable Actor actor, @Nullable String traceparent) {}

    /**
     * @param items   of a node, all or the one that is meant
     * @param gone    whether that one is there no more
     * @param receipt of the record that the node wrote about it; absent where it wrote none
     */
    private record Answer(List<DeadLetter> items, boolean gone, @Nullable Receipt receipt) {}

    /** Begins to answer what other nodes ask, and drops the letters of an earlier process that are settled by its end. */
    public DeadLetters(String self, Supplier<Set<String>> liveNodes, Bus bus, DomainEvents events,
            AuditJournal journal, Clock clock) {
        this.events = events;
        this.journal = journal;
        this.clock = clock;
        this.everybody = new Everybody<>(self, liveNodes, bus,
                new Everybody.Kind<>("dead-letter.ask", Question.class, Answer.class), this::answer);
        dropSettled();
    }

    DeadLettersExchange.Letters all() {
        Everybody.Answers<Answer> answers = everybody.ask(new Question(Deed.LIST, null, null, null));
        return new DeadLettersExchange.Letters(answers.byNode().values().stream()
                .flatMap(answer -> answer.items.stream()).sorted(Comparator.comparing(DeadLetter::id)).toList(),
                answers.missing());
    }

    DeadLettersExchange.Dealt retry(String id, Actor actor) {
        return dealt(Deed.RETRY, id, actor);
    }

    DeadLettersExchange.Dealt drop(String id, Actor actor) {
        return dealt(Deed.DROP, id, actor);
    }

    /** What was done is recorded by the node that did it, so that it is in the audit even where its answer is late. */
    private DeadLettersExchange.Dealt dealt(Deed deed, String id, Actor actor) {
        Everybody.Answers<Answer> answers = everybody
                .ask(new Question(deed, id, actor, Trace.current().traceparent()));
        Answer met = answers.byNode().values().stream().filter(answer -> !answer.items.isEmpty()).findFirst()
                .orElse(null);
        if (met == null) {
            throw answers.missing().isEmpty()
                    ? new RequestFailure(ErrorCode.NOT_FOUND, "No node has this dead letter; it was dealt with.")
                    : new RequestFailure(ErrorCode.LIVE_STATE_UNAVAILABLE, "The nodes " + String.join(", ",
                            answers.missing()) + " did not answer within a second; look again, and look into the"
                            + " audit: what they did since is there.");
        }
        DeadLetter letter = met.items.getFirst();
        Receipt receipt = met.receipt == null
                ? journal.write(record(deed, letter, met.gone, actor, Trace.current().traceparent()))
                : met.receipt;
        return new DeadLettersExchange.Dealt(met.gone, letter, receipt);
    }

    private AuditDraft record(Deed deed, DeadLetter letter, boolean gone, Actor actor, @Nullable String traceparent) {
        Action action = deed == Deed.RETRY ? Action.DEAD_LETTER_RETRY : Action.DEAD_LETTER_DROP;
        return AuditDraft.of(actor, action, "dead-letter/" + letter.id(), gone ? Outcome.ACCEPTED : Outcome.FAILED,
                clock.instant()).withReason(gone ? null : letter.error())
                .withChange(Json.LENIENT.valueToTree(letter), null).withTraceparent(traceparent);
    }

    private Answer answer(Question question) {
        String id = question.id;
        if (id == null) {
            return new Answer(events.dead(), false, null);
        }
        DeadLetter before = switch (question.deed) {
            case LIST -> events.find(id);
            case RETRY -> events.retry(id);
            case DROP -> events.drop(id);
        };
        if (before == null) {
            return new Answer(List.of(), false, null);
        }
        DeadLetter now = events.find(id);
        DeadLetter letter = Objects.requireNonNullElse(now, before);
        Actor actor = question.actor;
        Receipt receipt = actor == null
                ? null
                : journal.write(record(question.deed, letter, now == null, actor, question.traceparent));
        return new Answer(List.of(letter), now == null, receipt);
    }

    /** Drops what was left from before the node was started: those who follow have read everything anew since. */
    private void dropSettled() {
        for (DeadLetter letter : events.dropSettled()) {
            journal.note(record(Deed.DROP, letter, true, Actor.SYSTEM, null)
                    .withReason("The node was started since, and " + letter.follower()
                            + " has read everything anew."));
        }
    }

    @Override
    public void close() {
        everybody.close();
    }
}
