package dev.gatehouse.server.user;

import dev.gatehouse.model.audit.AuditData;
import dev.gatehouse.model.audit.AuditEntry;
import dev.gatehouse.model.audit.TopicKind;
import dev.gatehouse.model.user.TimelineEntry;
import dev.gatehouse.server.audit.AuditIndex;
import dev.gatehouse.server.audit.AuditMasks;
import dev.gatehouse.server.audit.Criterion;
import dev.gatehouse.server.audit.CriterionMatch;
import dev.gatehouse.server.http.Principal;
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
    private final AuditMasks masks;
    private final List<String> hidden;

    /** @param masks what is hidden from whom */
    public AuditTimeline(AuditIndex index, AuditMasks masks) {
        this(index, masks, List.of());
    }

    private AuditTimeline(AuditIndex index, AuditMasks masks, List<String> hidden) {
        this.index = index;
        this.masks = masks;
        this.hidden = hidden;
    }

    @Override
    public TimelineSource seenBy(Principal caller) {
        return new AuditTimeline(index, masks, masks.of(caller));
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
            // Who may not see by what a record would be found does not find it.
            CriterionMatch match = new CriterionMatch(List.of(who));
            index.search(criteria, null, limit).items().stream().map(entry -> AuditMasks.apply(entry, hidden))
                    .filter(entry -> hidden.isEmpty() || match.test(entry))
                    .forEach(entry -> found.put(entry.event().id(), entry));
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
