package dev.gatehouse.bench;

import dev.gatehouse.model.api.AuditExchange;
import dev.gatehouse.server.audit.AuditIndexer;
import dev.gatehouse.server.audit.AuditQuery;
import dev.gatehouse.server.audit.Criterion;
import dev.gatehouse.server.audit.sqlite.SqliteAuditIndex;
import dev.gatehouse.server.fixture.ColdLog;
import dev.gatehouse.server.log.kafka.KafkaEventLog;
import dev.gatehouse.server.replica.sqlite.ReplicaDatabase;
import java.io.IOException;
import java.time.Clock;
import java.util.List;

/**
 * How fast audit records come from Kafka into the index, beside a consumer that only reads them and the sqlite3 shell
 * that only writes the same rows; and how fast a search reads what is not indexed.
 */
final class IndexingBench {

    private static final String WORD = "forgery";

    private IndexingBench() {}

    static Table run(Options options) throws IOException, InterruptedException {
        int records = options.recordsOr(500_000);
        int rounds = options.roundsOr(3);
        Table table = new Table("indexing", "indexing --records " + records + " --rounds " + rounds,
                "%,d audit records, median of %d rounds".formatted(records, rounds), "Gatehouse", "baseline",
                "median ratio");
        try (Scratch scratch = Scratch.make(); AuditTopic topic = AuditTopic.made(scratch, records)) {
            Comparison indexed = Comparison.of("indexing", rounds,
                    () -> perSecond(records, index(scratch, topic)),
                    () -> perSecond(records, topic.scanSeconds(WORD)));
            table.compare("indexed per second, beside a bare consumer", indexed, 0);
            ShellRows rows = ShellRows.copy(scratch.path("node1/replica.db"), scratch.path("rows.db"));
            Comparison inserted = Comparison.of("rows", rounds,
                    () -> perSecond(records, index(scratch, topic)),
                    () -> perSecond(records, rows.insertSeconds(scratch.fresh("shell"))));
            table.compare("indexed per second, beside the sqlite3 shell", inserted, 0);
            Comparison scanned = Comparison.of("cold", rounds, () -> cold(scratch, topic, records),
                    () -> perSecond(records, topic.scanSeconds(WORD)));
            table.compare("searched per second where nothing is indexed, beside a bare consumer", scanned, 0);
        }
        return table;
    }

    private static double[] perSecond(int records, double seconds) {
        return new double[]{records / seconds};
    }

    /** Fills a new index; gives the seconds. */
    private static double index(Scratch scratch, AuditTopic topic)
            throws IOException, InterruptedException {
        try (KafkaEventLog log = topic.log();
                ReplicaDatabase replica = new ReplicaDatabase(scratch.fresh("node"))) {
            return topic.indexSeconds(new SqliteAuditIndex(replica, Clock.systemUTC()), log);
        }
    }

    private static double[] cold(Scratch scratch, AuditTopic topic, int records)
            throws IOException, InterruptedException, WrongAnswerException {
        try (KafkaEventLog log = topic.log();
                ReplicaDatabase replica = new ReplicaDatabase(scratch.fresh("node"))) {
            SqliteAuditIndex index = new SqliteAuditIndex(replica, Clock.systemUTC());
            try (AuditIndexer indexer = new AuditIndexer(index, new ColdLog(log))) {
                long began = System.nanoTime();
                AuditExchange.Found found = new AuditQuery(index, indexer)
                        .search(new AuditQuery.Wanted(List.of(new Criterion.Text(WORD)), AuditExchange.Order.NEWEST,
                                null, 100, true, List.of()));
                double seconds = (System.nanoTime() - began) / 1e9;
                AuditExchange.Scan scan = found.scan();
                if (scan == null || scan.records() != records || found.total() != AuditTopic.hits(records)) {
                    throw new WrongAnswerException("The scan found " + found.total() + " in " + scan);
                }
                return perSecond(records, seconds);
            }
        }
    }
}
