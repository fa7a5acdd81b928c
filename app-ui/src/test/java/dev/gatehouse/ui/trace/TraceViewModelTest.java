package dev.gatehouse.ui.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.model.api.TracesExchange;
import dev.gatehouse.model.trace.Span;
import dev.gatehouse.model.trace.SpanKind;
import dev.gatehouse.model.trace.SpanStatus;
import dev.gatehouse.model.trace.TraceSummary;
import dev.gatehouse.ui.Rows;
import dev.gatehouse.ui.TestConsole;
import dev.gatehouse.ui.client.ConsoleClient;
import dev.gatehouse.ui.task.Load;
import dev.gatehouse.ui.task.Notices;
import dev.gatehouse.ui.task.SameThreadTaskRunner;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TraceViewModelTest {

    private final SameThreadTaskRunner tasks = new SameThreadTaskRunner();

    static Span span(String id, @Nullable String parent, String name, long atMicros, long micros) {
        return new Span(id, parent, "gatehouse", "node-1", name, SpanKind.INTERNAL,
                Rows.NOON.plusNanos(atMicros * 1000), micros, SpanStatus.OK, Map.of("k", "v"), null, null);
    }

    /** A call of 1 ms that asks Redis in its second half and is applied by another node, whose clock is late. */
    static TracesExchange.Trace trace(String... missing) {
        Span applied = new Span("c", "a", "gatehouse", "node-2", "apply BanUser", SpanKind.CONSUMER, Rows.NOON, 200,
                SpanStatus.ERROR, Map.of(), "broken", 900L);
        return new TracesExchange.Trace("ab".repeat(16), Rows.NOON, 1,
                List.of(span("a", null, "POST /api/v1/users/{id}/ban", 0, 1000), span("b", "a", "redis", 500, 250),
                        applied),
                List.of(Rows.audit(7, "user.ban")), List.of(missing), false);
    }

    @Test
    void barsStandWhereTheirSpansWereAndAreNestedInTheirCauses() {
        List<SpanRow> rows = SpanRow.of(trace().spans());

        assertThat(rows).extracting(SpanRow::depth).containsExactly(0, 1, 1);
        assertThat(rows.get(1).from()).isEqualTo(0.5);
        assertThat(rows.get(1).share()).isEqualTo(0.25);
        assertThat(rows).extracting(SpanRow::layer).containsExactly(SpanRow.Layer.CALL, SpanRow.Layer.REDIS,
                SpanRow.Layer.LOG);
        assertThat(rows.get(2).failed()).isTrue();
    }

    @Test
    void nodesThatDidNotAnswerAreNamedAndRecordsLeadToTheBook() {
        Notices notices = new Notices();
        List<String> led = new ArrayList<>();
        notices.guide(led::add);
        TraceViewModel model = new TraceViewModel(TestConsole.clientOfNobody(), tasks, notices);

        model.show(trace("node-3"));
        model.openRecord(model.records().getFirst());

        assertThat(model.gapsProperty().get()).isNotNull();
        assertThat(led).containsExactly("audit/gatehouse.audit/0/7");
    }

    @Test
    void idThatIsTypedOpensItsTrace(@TempDir Path data) throws Exception {
        try (TestConsole console = TestConsole.start(data)) {
            ConsoleClient client = console.signedIn();
            TraceViewModel model = new TraceViewModel(client, tasks, new Notices());
            await().until(() -> {
                model.activate();
                await().until(() -> model.load().stateProperty().get() != Load.State.WAITING);
                return !model.rows().isEmpty();
            });
            TraceSummary first = model.rows().getFirst();

            model.searchProperty().set(first.traceId());
            tasks.timePasses();

            await().until(() -> model.traceProperty().get() != null);
            assertThat(model.spans()).isNotEmpty();
            assertThat(model.spans().getFirst().span().name()).isEqualTo(first.name());
            model.leave();
            assertThat(model.openIdProperty().get()).isNull();
        }
    }
}
