package dev.gatehouse.server.message.memory;

import dev.gatehouse.model.api.MessagesExchange.Report;
import dev.gatehouse.server.message.MessageStore;
import dev.gatehouse.server.message.ReportStore;
import java.time.Clock;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/** Reports in this process's memory; it always answers. */
public final class MemoryReportStore implements ReportStore {

    private final Clock clock;
    private final SequencedMap<String, Filed> reports = new LinkedHashMap<>();
    private final Map<String, Counts> early = new HashMap<>();
    private final Map<String, Claim> claims = new LinkedHashMap<>();

    private record Claim(String msgId, long untilMillis) {}

    public MemoryReportStore(Clock clock) {
        this.clock = clock;
    }

    @Override
    public synchronized String claim(String operator, String id, String msgId) {
        long now = clock.millis();
        claims.values().removeIf(claim -> claim.untilMillis < now);
        return claims.computeIfAbsent(operator + "/" + id,
                _ -> new Claim(msgId, now + MessageStore.REMEMBERED.toMillis())).msgId;
    }

    @Override
    public synchronized void file(Filed filed) {
        String msgId = filed.report().msgId();
        Counts counted = early.remove(msgId);
        reports.putFirst(msgId, counted == null ? filed : plus(filed, counted));
        while (reports.size() > MOST_LISTED || reports.lastEntry().getValue().report().at()
                .isBefore(clock.instant().minus(KEPT))) {
            reports.pollLastEntry();
        }
    }

    @Override
    public synchronized void count(Map<String, Counts> more) {
        more.forEach((msgId, counts) -> {
            if (reports.computeIfPresent(msgId, (_, filed) -> plus(filed, counts)) == null) {
                early.merge(msgId, counts, Counts::plus);
            }
        });
        if (early.size() > MOST_LISTED) {
            early.clear();
        }
    }

    @Override
    public synchronized @Nullable Filed find(String msgId) {
        return reports.get(msgId);
    }

    @Override
    public synchronized List<Filed> newest(int offset, int limit) {
        return reports.values().stream().skip(offset).limit(limit).toList();
    }

    @Override
    public synchronized long total() {
        return reports.size();
    }

    private static Filed plus(Filed filed, Counts more) {
        Report report = filed.report();
        return new Filed(new Report(report.msgId(), report.from(), report.fromName(), report.to(), report.content(),
                report.qos(), report.at(), report.accepted(), report.delivered() + more.delivered(),
                Math.max(0, report.queued() + more.queued()), report.acknowledged() + more.acknowledged(),
                report.read() + more.read()), filed.receipt());
    }
}
