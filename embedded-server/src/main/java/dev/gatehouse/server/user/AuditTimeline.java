package dev.gatehouse.server.user;

import dev.gatehouse.model.audit.AuditData;
import dev.gatehouse.model.audit.AuditEntry;
import dev.gatehouse.model.audit.TopicKind;
import dev.gatehouse.model.user.TimelineEntry;
import dev.gatehouse.server.audit.AuditIndex;
import dev.gatehouse.server.audit.Criterion;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Audit records about a user and by a user, as far as this node has indexed them. */
public final class AuditTimeline implements TimelineSource {

    private final AuditIndex index;

    public AuditTimeline(AuditIndex index) {
        this.index = index;
    }

    @Override
    public List<TimelineEntry> of(String userId, @Nullable Instant from, @Nullable Instant until, int limit) {
        Map<String, AuditEntry> found = new LinkedHashMap<>();
        for (Criterion who : List.of(new Criterion.ResourceIs("user/" + userId), new Criterion.ActorIs(userId))) {
            List<Criterion> criteria = new ArrayList<>(List.of(who, new Criterion.KindIs(TopicKind.AUDIT)));
            if (from != null) {
                criteria.add(new Criterion.From(from));
            }
            if (until != null) {
                criteria.add(new Criterion.Until(until));
            }
            index.search(criteria, null, limit).items().forEach(entry -> found.put(entry.event().id(), entry));
        }
        return found.values().stream().map(entry -> told(userId, entry))
                .sorted(Comparator.comparing(TimelineEntry::at).reversed()).limit(limit).toList();
    }

    private static TimelineEntry told(String userId, AuditEntry entry) {
        AuditData data = entry.event().data();
        String by = data.actor().id().equals(userId) ? null : data.actor().name();
        return new TimelineEntry(entry.event().time(), TimelineEntry.Kind.AUDIT, data.action(), data.outcome(), by,
                data.reason() == null ? data.actor().ip() : data.reason(), data.resource());
    }
}
