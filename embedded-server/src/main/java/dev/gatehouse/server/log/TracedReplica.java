package dev.gatehouse.server.log;

import dev.gatehouse.model.trace.SpanKind;
import dev.gatehouse.server.call.Trace;
import dev.gatehouse.server.call.Tracer;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Measures how commands are applied, for the traces of those who asked for them. */
public final class TracedReplica implements Replica {

    private final Replica replica;
    private final Tracer tracer;
    private final Clock clock;

    public TracedReplica(Replica replica, Tracer tracer, Clock clock) {
        this.replica = replica;
        this.tracer = tracer;
        this.clock = clock;
    }

    @Override
    public long nextOffset() {
        return replica.nextOffset();
    }

    @Override
    public List<Applied> apply(List<Positioned> commands) {
        Instant startedAt = clock.instant();
        long startedNanos = System.nanoTime();
        List<Applied> applied = replica.apply(commands);
        if (tracer.isOn()) {
            Tracer.Took took = new Tracer.Took(startedAt, System.nanoTime() - startedNanos);
            Map<String, Integer> ofTrace = new LinkedHashMap<>();
            applied.forEach(one -> {
                String traceparent = one.command().traceparent();
                if (traceparent != null && !one.repeat()) {
                    ofTrace.merge(traceparent, 1, Integer::sum);
                }
            });
            applied.forEach(one -> {
                Integer together = ofTrace.remove(String.valueOf(one.command().traceparent()));
                if (together != null) {
                    tell(one, together, applied.size(), took);
                }
            });
        }
        return applied;
    }

    /** One span for all commands of a trace that were applied together. */
    private void tell(Applied first, int together, int batch, Tracer.Took took) {
        String outcome = switch (first.decision()) {
            case Decision.Accepted _ -> "accepted";
            case Decision.Refused refused -> "refused: " + refused.detail();
        };
        tracer.did(Trace.continuing(first.command().traceparent()),
                "apply " + first.command().change().getClass().getSimpleName(), SpanKind.CONSUMER, took,
                List.of("position", first.position().toString(), "outcome", outcome, "commands",
                        Integer.toString(together), "batch", Integer.toString(batch)),
                null);
    }

    @Override
    public @Nullable Decision decided(String commandId) {
        return replica.decided(commandId);
    }

    @Override
    public void skipTo(long offset) {
        replica.skipTo(offset);
    }
}
