package dev.gatehouse.server.trace;

import dev.gatehouse.model.api.TracesExchange.Order;
import dev.gatehouse.model.trace.Span;
import dev.gatehouse.model.trace.TraceSummary;
import dev.gatehouse.server.bus.Bus;
import dev.gatehouse.server.bus.Everybody;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What all live nodes kept of traces, asked of them over the bus; each has a second to answer. */
public final class TraceQuestions implements AutoCloseable {

    private static final String KEEP = Bus.OF_TRACES + "keep";

    private final TraceKeeper keeper;
    private final Everybody<Question, Answer> everybody;

    /** @param traceId absent for a list */
    private record Question(@Nullable String traceId, @Nullable String query, Order order, int limit) {}

    private record Answer(List<Span> spans, boolean cut, List<TraceSummary> items) {}

    private record Keep(List<String> traceIds) {}

    /** All that nodes know of one trace. */
    record Found(List<Span> spans, boolean cut, List<String> missing) {}

    /** A list of traces, each once. */
    record Listed(List<TraceSummary> items, List<String> missing) {}

    /** Begins to answer what other nodes ask, and to tell them what this one keeps. */
    public TraceQuestions(String self, TraceKeeper keeper, Bus bus, Supplier<Set<String>> liveNodes) {
        this.keeper = keeper;
        everybody = new Everybody<>(self, liveNodes, bus,
                new Everybody.Kind<>(Bus.OF_TRACES + "ask", Question.class, Answer.class), this::answer);
        bus.on(KEEP, message -> {
            if (!message.from().equals(self)) {
                List<String> ids = new ArrayList<>();
                message.body().path("traceIds").forEach(id -> ids.add(id.asText()));
                keeper.want(ids);
            }
        });
        keeper.onKept(ids -> bus.publish(KEEP, new Keep(ids)));
    }

    /** One trace. */
    Found find(String traceId) {
        Everybody.Answers<Answer> answers = everybody.ask(new Question(traceId, null, Order.NEWEST, 0));
        List<Span> spans = new ArrayList<>();
        boolean cut = false;
        for (Answer answer : answers.byNode().values()) {
            spans.addAll(answer.spans);
            cut |= answer.cut;
        }
        return new Found(TraceAssembly.of(spans), cut, answers.missing());
    }

    /** Some traces, in that order. */
    Listed list(@Nullable String query, Order order, int limit) {
        Everybody.Answers<Answer> answers = everybody.ask(new Question(null, query, order, limit));
        Map<String, TraceSummary> byId = new LinkedHashMap<>();
        for (Answer answer : answers.byNode().values()) {
            answer.items.forEach(item -> byId.merge(item.traceId(), item, TraceLists::merged));
        }
        return new Listed(TraceLists.sorted(byId.values(), order, limit), answers.missing());
    }

    private Answer answer(Question question) {
        String traceId = question.traceId;
        if (traceId == null) {
            return new Answer(List.of(), false, keeper.kept().list(question.query, question.order, question.limit));
        }
        TraceStore.Found found = keeper.find(traceId);
        return new Answer(found.spans(), found.cut(), List.of());
    }

    @Override
    public void close() {
        everybody.close();
    }
}
