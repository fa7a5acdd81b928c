package dev.gatehouse.server.audit;

import dev.gatehouse.model.api.AuditExchange;
import dev.gatehouse.model.audit.AuditEntry;
import dev.gatehouse.model.audit.Receipt;
import dev.gatehouse.server.call.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Searches for somebody who may not see all of a record: what is masked cannot be found either, or it could be guessed
 * letter by letter. The index gives every record that could match; each is then looked at as the caller sees it.
 */
final class MaskedSearch {

    private static final int PAGE = 500;
    private static final Duration LONGEST = Duration.ofMinutes(30);

    private final AuditIndex index;
    private final List<String> masks;

    MaskedSearch(AuditIndex index, List<String> masks) {
        this.index = index;
        this.masks = masks;
    }

    AuditIndex.Found find(List<Criterion> criteria, AuditExchange.Order order, @Nullable Long after, int limit) {
        return isOpen(criteria)
                ? masked(index.search(criteria, order, after, limit))
                : looked(criteria, order, after, limit, entry -> true);
    }

    /** The same, and what of the log it could look at. */
    AuditIndex.Snapshot snapshot(List<Criterion> criteria, AuditExchange.Order order, @Nullable Long after, int limit) {
        if (isOpen(criteria)) {
            AuditIndex.Snapshot snapshot = index.snapshot(criteria, order, after, limit);
            return new AuditIndex.Snapshot(masked(snapshot.found()), snapshot.positions());
        }
        // What is indexed while it looks is left to whoever looks from these positions on.
        Map<String, Map<Integer, Long>> positions = index.positions();
        return new AuditIndex.Snapshot(looked(criteria, order, after, limit, entry -> {
            Receipt at = entry.position();
            return at.offset() < positions.getOrDefault(at.topic(), Map.of()).getOrDefault(at.partition(), 0L);
        }), positions);
    }

    private AuditIndex.Found masked(AuditIndex.Found found) {
        return new AuditIndex.Found(found.total(),
                found.items().stream().map(entry -> AuditMasks.apply(entry, masks)).toList(), found.next());
    }

    private AuditIndex.Found looked(List<Criterion> criteria, AuditExchange.Order order, @Nullable Long after,
            int limit, Predicate<AuditEntry> wanted) {
        List<AuditIndex.Placed> shown = new ArrayList<>();
        long[] total = {0};
        each(criteria, order, placed -> {
            if (!wanted.test(placed.entry())) {
                return;
            }
            total[0]++;
            boolean passed = after != null
                    && (order == AuditExchange.Order.NEWEST ? placed.place() >= after : placed.place() <= after);
            if (!passed && shown.size() <= limit) {
                shown.add(placed);
            }
        });
        return new AuditIndex.Found(total[0], shown.stream().limit(limit).map(AuditIndex.Placed::entry).toList(),
                shown.size() > limit ? shown.get(limit - 1).place() : null);
    }

    /** Shows every record that is found, as the caller sees it. */
    void each(List<Criterion> criteria, AuditExchange.Order order, Consumer<AuditIndex.Placed> visitor) {
        boolean open = isOpen(criteria);
        List<Criterion> wide = open ? criteria : criteria.stream().map(MaskedSearch::wide).toList();
        CriterionMatch match = new CriterionMatch(criteria);
        Long place = null;
        List<AuditIndex.Placed> page;
        do {
            Deadline.budget(LONGEST);
            page = index.page(wide, order, place, PAGE);
            for (AuditIndex.Placed placed : page) {
                AuditEntry seen = AuditMasks.apply(placed.entry(), masks);
                if (open || match.test(seen)) {
                    visitor.accept(new AuditIndex.Placed(placed.place(), seen));
                }
                place = placed.place();
            }
        } while (page.size() == PAGE);
    }

    /** Whether masks cannot change which records are found. */
    boolean isOpen(List<Criterion> criteria) {
        return masks.isEmpty() || criteria.stream().allMatch(MaskedSearch::isOpen);
    }

    private static boolean isOpen(Criterion criterion) {
        return switch (criterion) {
            case Criterion.Text _,Criterion.ReasonHas _,Criterion.ActorIs _,Criterion.ResourceIs _,Criterion.SessionIs _ ->
                false;
            case Criterion.ActionIs _,Criterion.OutcomeIs _,Criterion.TraceIs _,Criterion.NodeIs _,Criterion.KindIs _,Criterion.TopicIs _,Criterion.PartitionIs _,Criterion.OffsetIn _,Criterion.From _,Criterion.Until _ ->
                true;
            case Criterion.All(List<Criterion> parts) -> parts.stream().allMatch(MaskedSearch::isOpen);
            case Criterion.Any(List<Criterion> parts) -> parts.stream().allMatch(MaskedSearch::isOpen);
            case Criterion.Not(Criterion part) -> isOpen(part);
        };
    }

    /** A condition that every record meets that meets this one when it is masked. */
    private static Criterion wide(Criterion criterion) {
        return isOpen(criterion) ? criterion : new Criterion.All(List.of());
    }
}
