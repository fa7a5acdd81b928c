package dev.gatehouse.server.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.model.trace.Span;
import dev.gatehouse.model.trace.SpanKind;
import dev.gatehouse.model.trace.SpanStatus;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Spans of several nodes, put together. */
class TraceAssemblyTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private static Span span(String id, @Nullable String parent, String node, long atMicros) {
        return new Span(id, parent, "gatehouse", node, id, SpanKind.INTERNAL, NOON.plusNanos(atMicros * 1000), 10,
                SpanStatus.OK, Map.of(), null, null);
    }

    @Test
    void parentComesBeforeItsChildrenAndSiblingsInTheirOrder() {
        assertThat(TraceAssembly.of(List.of(span("c", "a", "n1", 30), span("d", "b", "n1", 25),
                span("b", "a", "n1", 20), span("a", null, "n1", 0)))).extracting(Span::spanId)
                .containsExactly("a", "b", "d", "c");
    }

    @Test
    void spanThatBeganBeforeItsCauseByAnotherClockIsMovedAndSaysSo() {
        List<Span> spans = TraceAssembly.of(List.of(span("a", null, "n1", 1000), span("b", "a", "n2", 400),
                span("c", "b", "n2", 450), span("d", "c", "n3", 2000)));

        assertThat(spans).extracting(Span::startedAt).containsExactly(NOON.plusNanos(1_000_000),
                NOON.plusNanos(1_000_000), NOON.plusNanos(1_050_000), NOON.plusNanos(2_000_000));
        assertThat(spans).extracting(Span::skewMicros).containsExactly(null, 600L, 600L, null);
    }

    @Test
    void spanWhoseParentNobodyKeptIsARootAndOneThatCameTwiceIsThereOnce() {
        assertThat(TraceAssembly.of(List.of(span("b", "lost", "n1", 5), span("b", "lost", "n1", 5)))).hasSize(1);
    }

    @Test
    void spansThatNameEachOtherAsTheirCauseAreShown() {
        assertThat(TraceAssembly.of(List.of(span("a", "b", "n1", 0), span("b", "a", "n1", 1)))).hasSize(2);
    }
}
