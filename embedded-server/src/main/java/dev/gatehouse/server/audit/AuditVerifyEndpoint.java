package dev.gatehouse.server.audit;

import dev.gatehouse.model.api.AuditExchange;
import dev.gatehouse.model.audit.Outcome;
import dev.gatehouse.model.audit.Receipt;
import dev.gatehouse.model.json.Json;
import dev.gatehouse.server.call.RequestFailure;
import dev.gatehouse.server.call.Trace;
import dev.gatehouse.server.http.Access;
import dev.gatehouse.server.http.Endpoint;
import dev.gatehouse.server.http.Exchange;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/** {@code POST /api/v1/audit/verify}. */
public final class AuditVerifyEndpoint {

    /** A chain is read as a whole: some 30,000 records a second. */
    private static final Duration DEADLINE = Duration.ofMinutes(5);

    private final AuditVerifier verifier;
    private final AuditJournal journal;
    private final Clock clock;

    public AuditVerifyEndpoint(AuditVerifier verifier, AuditJournal journal, Clock clock) {
        this.verifier = verifier;
        this.journal = journal;
        this.clock = clock;
    }

    public Endpoint endpoint() {
        return Endpoint.changes(Access.OPERATOR, Endpoint.Method.POST, AuditExchange.VERIFY_PATH,
                "Checks that no audit record was changed, removed, swapped, inserted or cut off",
                AuditExchange.Verify.class, AuditExchange.Verification.class, this::verify).askingOnly()
                .refusalsAudited()
                .within(DEADLINE);
    }

    private AuditExchange.Verification verify(Exchange exchange) {
        AuditExchange.Verify asked = exchange.body(AuditExchange.Verify.class);
        long from = Objects.requireNonNullElse(asked.from(), 1L);
        long to = Objects.requireNonNullElse(asked.to(), Long.MAX_VALUE);
        if (from < 1) {
            throw RequestFailure.invalid("from", "must be a seq, from 1 on.");
        }
        if (to < from) {
            throw RequestFailure.invalid("to", "must be a seq that does not come before from.");
        }
        List<String> known = verifier.nodes();
        String node = asked.node();
        if (node != null && !known.contains(node)) {
            throw RequestFailure.notFound("node", "No record of a node of this name is known here.");
        }
        AuditVerifier.Range range = new AuditVerifier.Range(from, to);
        List<AuditVerifier.Verdict> verdicts = (node == null ? known : List.of(node)).stream()
                .map(one -> verifier.verify(one, range)).toList();
        long checked = verdicts.stream().mapToLong(AuditVerifier.Verdict::sound).sum();
        long broken = verdicts.stream().filter(verdict -> !verdict.holds()).count();
        journal.note(AuditDraft.of(exchange.actor(), Action.AUDIT_VERIFY, "audit", Outcome.ACCEPTED, clock.instant())
                .withChange(null, Json.LENIENT.createObjectNode().put("checked", checked).put("broken", broken))
                .withTraceparent(Trace.current().traceparent()));
        return new AuditExchange.Verification(checked, verdicts.stream().map(AuditVerifyEndpoint::chain).toList());
    }

    private static AuditExchange.ChainVerification chain(AuditVerifier.Verdict verdict) {
        AuditVerifier.Break fault = verdict.fault();
        AuditExchange.ChainBreak broken = null;
        if (fault != null) {
            Receipt at = fault.at();
            broken = at == null
                    ? new AuditExchange.ChainBreak(fault.seq(), null, null, null, fault.kind(), fault.detail())
                    : new AuditExchange.ChainBreak(fault.seq(), at.topic(), at.partition(), at.offset(), fault.kind(),
                            fault.detail());
        }
        return new AuditExchange.ChainVerification(verdict.node(), verdict.first(), verdict.last(), verdict.sound(),
                verdict.cut(), verdict.head(), broken, verdict.note());
    }
}
