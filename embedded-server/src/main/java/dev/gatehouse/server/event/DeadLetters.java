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

    /** @param id absent for all */
    private record Question(Deed deed, @Nullable String id) {}

    /**
     * @param items of a node, all or the one that is meant
     * @param gone  whether that one is there no more
     */
    private record Answer(List<DeadLetter> items, boolean gone) {}

    /** Begins to answer what other nodes ask. */
    public DeadLetters(String self, Supplier<Set<String>> liveNodes, Bus bus, DomainEvents events,
            AuditJournal journal, Clock clock) {
        this.events = events;
        this.journal = journal;
        this.clock = clock;
        this.everybody = new Everybody<>(self, liveNodes, bus,
                new Everybody.Kind<>("dead-letter.ask", Question.class, Answer.class), this::answer);
    }

    DeadLettersExchange.Letters all() {
        Everybody.Answers<Answer> answers = everybody.ask(new Question(Deed.LIST, null));
        return new DeadLettersExchange.Letters(answers.byNode().values().stream()
                .flatMap(answer -> answer.items.stream()).sorted(Comparator.comparing(DeadLetter::id)).toList(),
                answers.missing());
    }

    DeadLettersExchange.Dealt retry(String id, Actor actor) {
        return dealt(Deed.RETRY, Action.DEAD_LETTER_RETRY, id, actor);
    }

    DeadLettersExchange.Dealt drop(String id, Actor actor) {
        return dealt(Deed.DROP, Action.DEAD_LETTER_DROP, id, actor);
    }

    private DeadLettersExchange.Dealt dealt(Deed deed, Action action, String id, Actor actor) {
        Everybody.Answers<Answer> answers = everybody.ask(new Question(deed, id));
        Answer met = answers.byNode().values().stream().filter(answer -> !answer.items.isEmpty()).findFirst()
                .orElse(null);
        if (met == null) {
            throw answers.missing().isEmpty()
                    ? new RequestFailure(ErrorCode.NOT_FOUND, "No node has this dead letter; it was dealt with.")
                    : new RequestFailure(ErrorCode.LIVE_STATE_UNAVAILABLE, "The nodes " + String.join(", ",
                            answers.missing()) + " did not answer within a second; try again.");
        }
        DeadLetter letter = met.items.getFirst();
        Receipt receipt = journal.write(AuditDraft.of(actor, action, "dead-letter/" + id,
                met.gone ? Outcome.ACCEPTED : Outcome.FAILED, clock.instant())
                .withReason(met.gone ? null : letter.error())
                .withChange(Json.LENIENT.valueToTree(letter), null)
                .withTraceparent(Trace.current().traceparent()));
        return new DeadLettersExchange.Dealt(met.gone, letter, receipt);
    }

    private Answer answer(Question question) {
        String id = question.id;
        if (id == null) {
            return new Answer(events.dead(), false);
        }
        DeadLetter before = switch (question.deed) {
            case LIST -> events.find(id);
            case RETRY -> events.retry(id);
            case DROP -> events.drop(id);
        };
        if (before == null) {
            return new Answer(List.of(), false);
        }
        DeadLetter now = events.find(id);
        return new Answer(List.of(Objects.requireNonNullElse(now, before)), now == null);
    }

    @Override
    public void close() {
        everybody.close();
    }
}
