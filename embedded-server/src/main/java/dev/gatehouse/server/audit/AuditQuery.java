package dev.gatehouse.server.audit;

import dev.gatehouse.model.api.AuditExchange;
import dev.gatehouse.model.audit.AuditEntry;
import dev.gatehouse.model.audit.Coverage;
import dev.gatehouse.model.audit.Receipt;
import dev.gatehouse.model.audit.TopicKind;
import dev.gatehouse.model.error.ErrorCode;
import dev.gatehouse.server.call.RequestFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Searches the book: its own topic, unless a query names another one. {@code topic:*} means all that are indexed.
 */
public final class AuditQuery {

    private static final Pattern CURSOR = Pattern.compile("\\d{1,18}|[1-8]\\d{18}");
    private static final Criterion AUDIT = new Criterion.KindIs(TopicKind.AUDIT);
    private static final int MOST_GATHERED = 100_000;
    private static final int MOST_BUCKETS = 2_000;
    private static final Duration SCAN_PATIENCE = Duration.ofSeconds(10);

    private final AuditIndex index;
    private final AuditIndexer indexer;

    /**
     * What is asked for.
     *
     * @param criteria all must be met
     * @param cursor   as the page before gave it; absent for the first page
     * @param scan     whether what is not indexed is to be read from the log: with the first page of the newest, with
     *                 the last one of the oldest
     * @param masks    the paths that the caller may not see, and so not search either
     */
    public record Wanted(List<Criterion> criteria, AuditExchange.Order order, @Nullable String cursor, int limit,
            boolean scan, List<String> masks) {

        public Wanted {
            criteria = List.copyOf(criteria);
            masks = List.copyOf(masks);
        }

        /** All that is indexed, newest first, for somebody who may see all. */
        public static Wanted newest(List<Criterion> criteria, @Nullable String cursor, int limit) {
            return new Wanted(criteria, AuditExchange.Order.NEWEST, cursor, limit, false, List.of());
        }
    }

    public AuditQuery(AuditIndex index, AuditIndexer indexer) {
        this.index = index;
        this.indexer = indexer;
    }

    /**
     * Finds records, newest first.
     *
     * @throws RequestFailure where no page gave this cursor
     */
    public AuditExchange.Found search(List<Criterion> criteria, @Nullable String cursor, int limit) {
        return search(Wanted.newest(criteria, cursor, limit));
    }

    /**
     * Finds records.
     *
     * @throws RequestFailure where no page gave this cursor
     */
    public AuditExchange.Found search(Wanted wanted) {
        List<Criterion> criteria = scoped(wanted.criteria());
        Coverage coverage = indexer.coverage(scope(criteria));
        Long after = wanted.cursor() == null ? null : place(wanted.cursor());
        boolean newest = wanted.order() == AuditExchange.Order.NEWEST;
        MaskedSearch search = new MaskedSearch(index, wanted.masks());
        if (!wanted.scan() || (newest && after != null)) {
            AuditIndex.Found found = search.find(criteria, wanted.order(), after, wanted.limit());
            return new AuditExchange.Found(found.total(), found.items(), coverage, cursor(found));
        }
        AuditIndex.Snapshot snapshot = search.snapshot(criteria, wanted.order(), after, wanted.limit());
        AuditIndex.Found found = snapshot.found();
        if (!newest && found.next() != null) {
            return new AuditExchange.Found(found.total(), found.items(), coverage, cursor(found));
        }
        AuditScan scan = new AuditScan(index, criteria, wanted.masks(), wanted.order())
                .run(indexer.sources().stream().filter(scope(criteria)).toList(), snapshot.positions(),
                        SCAN_PATIENCE);
        List<AuditEntry> items = new ArrayList<>(scan.found());
        Comparator<AuditEntry> byTime = Comparator.comparing(entry -> entry.event().time());
        items.sort(newest ? byTime.reversed() : byTime);
        items.addAll(newest ? items.size() : 0, found.items());
        return new AuditExchange.Found(found.total() + scan.total(), items, coverage, cursor(found), scan.told());
    }

    private static @Nullable String cursor(AuditIndex.Found found) {
        Long next = found.next();
        return next == null ? null : next.toString();
    }

    /** The newest records, without a word on what range was searched: the log is not asked. */
    public AuditIndex.Found newest(List<Criterion> criteria, List<String> masks, int limit) {
        return new MaskedSearch(index, masks).find(scoped(criteria), AuditExchange.Order.NEWEST, null, limit);
    }

    /** Every record that is found, as somebody sees it who may not see what stands at {@code masks}. */
    public void each(List<Criterion> criteria, List<String> masks, Consumer<AuditEntry> visitor) {
        new MaskedSearch(index, masks).each(scoped(criteria), AuditExchange.Order.NEWEST,
                placed -> visitor.accept(placed.entry()));
    }

    /**
     * Sees to it that a figure tells nothing of what its caller may not see.
     *
     * @throws RequestFailure where it would
     */
    public void requireOpen(List<Criterion> criteria, List<String> masks) {
        if (!new MaskedSearch(index, masks).isOpen(criteria)) {
            throw RequestFailure.invalid("q", "figures of text, actors, resources, reasons and sessions are only for "
                    + "those who may see all of a record; leave these out.");
        }
    }

    /** What could stand at a place of a query. */
    public AuditExchange.Completions complete(String query, int at) {
        return new AuditExchange.Completions(new SearchCompletion(index).at(query, Math.clamp(at, 0, query.length())));
    }

    /** Records over time, from the oldest that is found to the newest where no times are given. */
    public AuditExchange.Counts counts(List<Criterion> criteria, @Nullable Instant from, @Nullable Instant to,
            int buckets) {
        List<Criterion> within = new ArrayList<>(scoped(criteria));
        Coverage coverage = indexer.coverage(scope(within));
        if (from != null) {
            within.add(new Criterion.From(from));
        }
        if (to != null) {
            within.add(new Criterion.Until(to));
        }
        List<Instant> span = index.span(within).orElse(List.of(Instant.EPOCH, Instant.EPOCH));
        Instant begin = from == null ? span.getFirst() : from;
        Instant end = to == null ? span.getLast().plusMillis(1) : to;
        long width = Math.max(1, end.toEpochMilli() - begin.toEpochMilli());
        long step = Math.max(1, Math.ceilDiv(width, Math.clamp(buckets, 1, MOST_BUCKETS)));
        List<AuditExchange.Bucket> items = new ArrayList<>();
        for (Map.Entry<Long, Long> one : index.counts(within, begin, step).entrySet()) {
            items.add(new AuditExchange.Bucket(begin.plusMillis(one.getKey() * step), one.getValue()));
        }
        return new AuditExchange.Counts(begin, end, step, items, coverage);
    }

    /** Gathers the newest records. */
    public AuditExchange.Groups groups(AuditExchange.GroupBy by, List<Criterion> criteria, int limit) {
        List<Criterion> within = scoped(criteria);
        Coverage coverage = indexer.coverage(scope(within));
        return new AuditExchange.Groups(index.groups(by, within, limit, MOST_GATHERED), coverage);
    }

    /** What is indexed of each topic. */
    public AuditExchange.Topics topics() {
        Coverage coverage = indexer.coverage(source -> true);
        Map<String, AuditIndex.Held> held = new HashMap<>();
        index.held().forEach(one -> held.put(one.topic(), one));
        List<AuditExchange.Topic> topics = new ArrayList<>();
        for (AuditIndexer.Source source : indexer.sources()) {
            String name = source.log().topic();
            List<AuditExchange.Partition> partitions = coverage.partitions().stream()
                    .filter(one -> one.topic().equals(name))
                    .map(one -> new AuditExchange.Partition(one.partition(), one.from(), one.next(), one.logEnd(),
                            one.gaps()))
                    .toList();
            AuditIndex.Held there = held.getOrDefault(name,
                    new AuditIndex.Held(name, source.reader().kind(), 0, 0, null, null, null));
            topics.add(new AuditExchange.Topic(name, source.reader().kind(), partitions, there.records(),
                    lag(partitions), there.oldest(), there.newest(), there.skipped(), there.since()));
        }
        return new AuditExchange.Topics(topics);
    }

    /** The criteria, and that it is an audit record where they name no topic. */
    private static List<Criterion> scoped(List<Criterion> criteria) {
        if (criteria.stream().anyMatch(AuditQuery::namesTopic)) {
            return criteria;
        }
        List<Criterion> scoped = new ArrayList<>(criteria);
        scoped.add(AUDIT);
        return scoped;
    }

    private static Predicate<AuditIndexer.Source> scope(List<Criterion> scoped) {
        return source -> !scoped.contains(AUDIT) || source.reader().kind() == TopicKind.AUDIT;
    }

    private static boolean namesTopic(Criterion criterion) {
        return switch (criterion) {
            case Criterion.TopicIs _ -> true;
            case Criterion.All(List<Criterion> parts) -> parts.stream().anyMatch(AuditQuery::namesTopic);
            case Criterion.Any(List<Criterion> parts) -> parts.stream().anyMatch(AuditQuery::namesTopic);
            case Criterion.Not(Criterion part) -> namesTopic(part);
            case Criterion.Text _,Criterion.ReasonHas _,Criterion.ActorIs _,Criterion.ResourceIs _,Criterion.SessionIs _,Criterion.ActionIs _,Criterion.OutcomeIs _,Criterion.TraceIs _,Criterion.NodeIs _,Criterion.KindIs _,Criterion.PartitionIs _,Criterion.OffsetIn _,Criterion.From _,Criterion.Until _ ->
                false;
        };
    }

    /** How many records are not indexed; absent where nobody knows, or where the log has become shorter than that. */
    private static @Nullable Long lag(List<AuditExchange.Partition> partitions) {
        long lag = 0;
        for (AuditExchange.Partition partition : partitions) {
            Long end = partition.end();
            if (end == null || end < partition.indexed()) {
                return null;
            }
            lag += end - partition.indexed();
        }
        return partitions.isEmpty() ? null : lag;
    }

    /**
     * The record that a receipt means.
     *
     * @throws RequestFailure {@link ErrorCode#NOT_FOUND} where there is none
     */
    public AuditEntry find(Receipt receipt) {
        return index.find(receipt)
                .orElseThrow(() -> new RequestFailure(ErrorCode.NOT_FOUND, "This node knows no audit record at "
                        + receipt + ". A record of another node shows once it is indexed here."));
    }

    /** What range of the log searches look at. */
    public Coverage coverage() {
        return indexer.coverage();
    }

    private static long place(String cursor) {
        if (!CURSOR.matcher(cursor).matches()) {
            throw RequestFailure.invalid("cursor", "must be the cursor of the page before, unchanged.");
        }
        return Long.parseLong(cursor);
    }
}
