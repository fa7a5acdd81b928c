package dev.gatehouse.ui.cache.sqlite;

import dev.gatehouse.model.api.AuditExchange;
import dev.gatehouse.model.api.TracesExchange;
import dev.gatehouse.model.audit.AuditEntry;
import dev.gatehouse.model.audit.Coverage;
import dev.gatehouse.model.audit.Outcome;
import dev.gatehouse.ui.client.CapsuleInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Audit records of a capsule, newest first: counted, gathered and told as a node would. */
record CapsuleBook(CapsuleInfo info, List<AuditEntry> entries) {

    private static final int BUCKETS = 60;
    private static final int MOST_GROUPS = 200;

    /** As far as the capsule goes, nothing is missing. */
    Coverage coverage() {
        List<Coverage.PartitionCoverage> partitions = new ArrayList<>();
        for (AuditExchange.Topic topic : topics().items()) {
            for (AuditExchange.Partition each : topic.partitions()) {
                partitions.add(new Coverage.PartitionCoverage(topic.topic(), each.partition(), each.from(),
                        each.indexed(), each.end(), each.gaps(), topic.newest()));
            }
        }
        return new Coverage(partitions, true);
    }

    AuditExchange.Topics topics() {
        Map<String, List<AuditEntry>> byTopic = entries.stream().collect(
                Collectors.groupingBy(entry -> entry.position().topic(), TreeMap::new, Collectors.toList()));
        return new AuditExchange.Topics(byTopic.values().stream().map(CapsuleBook::topic).toList());
    }

    private static AuditExchange.Topic topic(List<AuditEntry> entries) {
        AuditEntry newest = entries.getFirst();
        Map<Integer, List<AuditEntry>> byPartition = entries.stream().collect(
                Collectors.groupingBy(entry -> entry.position().partition(), TreeMap::new, Collectors.toList()));
        List<AuditExchange.Partition> partitions = byPartition.entrySet().stream().map(each -> {
            List<Long> offsets = each.getValue().stream().map(entry -> entry.position().offset()).sorted().toList();
            long end = offsets.getLast() + 1;
            return new AuditExchange.Partition(each.getKey(), offsets.getFirst(), end, end, List.of());
        }).toList();
        return new AuditExchange.Topic(newest.position().topic(), newest.kind(), partitions, entries.size(), 0L,
                entries.getLast().event().time(), newest.event().time(), 0, null);
    }

    /** @param query with {@code from}, {@code to} and {@code buckets}; the capsule's own window where they are absent */
    AuditExchange.Counts counts(Map<String, String> query) {
        Instant from = query.containsKey("from") ? Instant.parse(query.get("from")) : info.from();
        Instant to = query.containsKey("to") ? Instant.parse(query.get("to")) : info.to();
        long span = Math.max(1, Duration.between(from, to).toMillis());
        int buckets = Math.max(1, CapsuleAnswers.number(query, "buckets", BUCKETS));
        long step = (span + buckets - 1) / buckets;
        Map<Long, Long> counts = new TreeMap<>();
        for (AuditEntry entry : entries) {
            Instant at = entry.event().time();
            if (!at.isBefore(from) && at.isBefore(to)) {
                counts.merge(Duration.between(from, at).toMillis() / step, 1L, Long::sum);
            }
        }
        return new AuditExchange.Counts(from, to, step, counts.entrySet().stream()
                .map(each -> new AuditExchange.Bucket(from.plusMillis(each.getKey() * step), each.getValue())).toList(),
                coverage());
    }

    /** @param query with {@code by} and {@code limit} */
    AuditExchange.Groups groups(Map<String, String> query) {
        String by = query.getOrDefault("by", "session");
        Map<String, List<AuditEntry>> groups = new LinkedHashMap<>();
        for (AuditEntry entry : entries) {
            String key = key(by, entry);
            if (key != null) {
                groups.computeIfAbsent(key, made -> new ArrayList<>()).add(entry);
            }
        }
        return new AuditExchange.Groups(groups.entrySet().stream()
                .limit(CapsuleAnswers.number(query, "limit", MOST_GROUPS))
                .map(each -> group(by, each.getKey(), each.getValue())).toList(), coverage());
    }

    private static @Nullable String key(String by, AuditEntry entry) {
        return switch (by) {
            case "trace" -> entry.event().traceId();
            case "actor" -> entry.event().data().actor().id();
            default -> entry.event().data().actor().session();
        };
    }

    private static AuditExchange.Group group(String by, String key, List<AuditEntry> entries) {
        AuditEntry first = entries.getLast();
        String name = first.event().data().actor().name();
        return new AuditExchange.Group(key, by.equals("trace") ? name + " " + first.event().data().action() : name,
                entries.size(), first.event().time(), entries.getFirst().event().time(),
                new AuditExchange.Outcomes(ended(entries, Outcome.ACCEPTED), ended(entries, Outcome.REFUSED),
                        ended(entries, Outcome.FAILED)));
    }

    private static long ended(List<AuditEntry> entries, Outcome outcome) {
        return entries.stream().filter(entry -> entry.event().data().outcome() == outcome).count();
    }

    /** The records of a trace; a capsule has no spans. {@code null} where there are none. */
    TracesExchange.@Nullable Trace trace(String traceId) {
        List<AuditEntry> found = entries.stream().filter(entry -> traceId.equals(entry.event().traceId()))
                .sorted(Comparator.comparing((AuditEntry entry) -> entry.event().time())).toList();
        if (found.isEmpty()) {
            return null;
        }
        Instant from = found.getFirst().event().time();
        return new TracesExchange.Trace(traceId, from,
                Duration.between(from, found.getLast().event().time()).toMillis(), List.of(), found, List.of(), false);
    }
}
