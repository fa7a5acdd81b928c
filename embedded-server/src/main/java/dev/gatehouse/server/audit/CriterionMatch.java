package dev.gatehouse.server.audit;

import dev.gatehouse.model.audit.AuditData;
import dev.gatehouse.model.audit.AuditEntry;
import java.util.List;

/** What criteria mean, told record by record: the index answers the same, only faster. */
public final class CriterionMatch {

    private final Criterion criterion;

    /** All of {@code criteria} are to be met. */
    public CriterionMatch(List<Criterion> criteria) {
        this.criterion = new Criterion.All(criteria);
    }

    /** Whether a record meets the criteria. */
    public boolean test(AuditEntry entry) {
        return test(criterion, entry, SearchText.of(entry));
    }

    /** Whether a record meets the criteria whose text is known. */
    boolean test(AuditEntry entry, String text) {
        return test(criterion, entry, text);
    }

    private static boolean test(Criterion criterion, AuditEntry entry, String text) {
        AuditData data = entry.event().data();
        return switch (criterion) {
            case Criterion.Text(String part) -> text.contains(SearchText.fold(part));
            case Criterion.ReasonHas(String part) ->
                text.substring(0, text.indexOf('\n')).contains(SearchText.fold(part));
            case Criterion.ActorIs(String who) -> data.actor().id().equals(who)
                    || SearchText.fold(data.actor().name()).equals(SearchText.fold(who));
            case Criterion.ActionIs(String pattern) -> matches(data.action(), pattern, false);
            case Criterion.ResourceIs(String pattern) -> matches(data.resource(), pattern, true);
            case Criterion.OutcomeIs(var outcome) -> data.outcome() == outcome;
            case Criterion.TraceIs(String traceId) -> traceId.equals(SearchText.trace(entry.event()));
            case Criterion.SessionIs(String sid) -> sid.equals(data.actor().session());
            case Criterion.NodeIs(String node) -> data.node().equals(node);
            case Criterion.KindIs(var kind) -> entry.kind() == kind;
            case Criterion.TopicIs(String topic) -> topic.equals("*") || entry.position().topic().equals(topic);
            case Criterion.PartitionIs(int partition) -> entry.position().partition() == partition;
            case Criterion.OffsetIn(long from, long to) ->
                entry.position().offset() >= from && entry.position().offset() <= to;
            case Criterion.From(var time) -> entry.event().time().toEpochMilli() >= time.toEpochMilli();
            case Criterion.Until(var time) -> entry.event().time().toEpochMilli() < time.toEpochMilli();
            case Criterion.All(List<Criterion> parts) -> {
                boolean all = true;
                for (Criterion part : parts) {
                    all = all && test(part, entry, text);
                }
                yield all;
            }
            case Criterion.Any(List<Criterion> parts) -> {
                boolean any = false;
                for (Criterion part : parts) {
                    any = any || test(part, entry, text);
                }
                yield any;
            }
            case Criterion.Not(Criterion part) -> !test(part, entry, text);
        };
    }

    private static boolean matches(String value, String pattern, boolean folders) {
        if (pattern.endsWith("*")) {
            return value.startsWith(pattern.substring(0, pattern.length() - 1));
        }
        return (folders && pattern.endsWith("/")) ? value.startsWith(pattern) : value.equals(pattern);
    }
}
