package dev.gatehouse.ui.audit;

import dev.gatehouse.model.api.AuditExchange;
import dev.gatehouse.model.audit.Coverage;
import dev.gatehouse.ui.text.Sentence;
import org.jspecify.annotations.Nullable;

/** What part of the log was searched, as a sentence. */
final class CoverageTold {

    private CoverageTold() {}

    /** @param scan what was read straight from the log; absent where nothing was */
    static Sentence of(Coverage coverage, AuditExchange.@Nullable Scan scan) {
        long records = 0;
        long behind = 0;
        long missing = 0;
        long lost = 0;
        boolean away = false;
        for (Coverage.PartitionCoverage partition : coverage.partitions()) {
            records += partition.next() - partition.from();
            Long end = partition.logEnd();
            away |= end == null;
            behind += end == null ? 0 : Math.max(0, end - partition.next());
            lost += end == null ? 0 : Math.max(0, partition.next() - end);
            missing += partition.gaps().stream().mapToLong(gap -> gap.to() - gap.from()).sum();
        }
        records -= missing;
        if (lost > 0) {
            return Sentence.of("audit.coverage.shorter", records, lost);
        }
        if (scan != null && scan.records() > 0) {
            return Sentence.of(scan.complete() ? "audit.coverage.scanned" : "audit.coverage.scannedPart", records,
                    scan.records());
        }
        if (missing > 0) {
            return behind > 0 ? Sentence.of("audit.coverage.gapsBehind", records, missing, behind)
                    : Sentence.of("audit.coverage.gaps", records, missing);
        }
        if (behind > 0) {
            return Sentence.of("audit.coverage.behind", records, behind);
        }
        return away ? Sentence.of("audit.coverage.away", records) : Sentence.of("audit.coverage.complete", records);
    }

    /** How many records of the log are not in the index yet, as far as anybody knows. */
    static long behind(Coverage coverage) {
        return coverage.partitions()
                .stream()
                .mapToLong(partition -> partition.logEnd() == null ? 0
                        : Math.max(0, partition.logEnd() - partition.next()))
                .sum();
    }
}
