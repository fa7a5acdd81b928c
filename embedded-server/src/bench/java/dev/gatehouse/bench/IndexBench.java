package dev.gatehouse.bench;

import dev.gatehouse.model.api.AuditExchange;
import dev.gatehouse.model.audit.Outcome;
import dev.gatehouse.server.audit.AuditIndex;
import dev.gatehouse.server.audit.AuditIndexer;
import dev.gatehouse.server.audit.Criterion;
import dev.gatehouse.server.audit.sqlite.SqliteAuditIndex;
import dev.gatehouse.server.log.kafka.KafkaEventLog;
import dev.gatehouse.server.log.kafka.KafkaTopic;
import dev.gatehouse.server.replica.sqlite.ReplicaDatabase;
import java.io.IOException;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;

/** How fast audit records come from Kafka into the index, and how fast they are found, beside a consumer that reads all. */
final class IndexBench {

    private static final int LOOKS = 41;
    private static final int PAGE = 100;
    private static final long LOOK_MILLIS = 20;

    private IndexBench() {}

    /** A search, and the characters by which a reader of the whole topic finds the same records. */
    private record Look(String what, List<Criterion> criteria, String bytes) {}

    static Table run(Options options) throws IOException, InterruptedException {
        int records = options.recordsOr(5_000_000);
        Clock clock = Clock.systemUTC();
        try (Scratch scratch = Scratch.make();
                Child broker = Child.java(Child.LOAD_CORE, List.of("-Xms384m", "-Xmx384m"), BrokerMain.class,
                        scratch.path("broker").toString())) {
            String bootstrap = broker.line("ready ");
            try (KafkaEventLog log = new KafkaEventLog(
                    new KafkaTopic(bootstrap, AuditTopic.NAME, AuditTopic.PARTITIONS, true, KafkaTopic.PATIENCE),
                    clock);
                    ReplicaDatabase replica = new ReplicaDatabase(scratch.path("node"))) {
                awaitTopic(log);
                AuditTopic.fill(bootstrap, records);
                double bareSeconds = scanSeconds(bootstrap, records, "forgery");
                AuditIndex index = new SqliteAuditIndex(replica, clock);
                double indexSeconds = indexSeconds(index, log, records);
                Table table = new Table("index", "index --records " + records, "%,d audit records".formatted(records),
                        "Gatehouse", "bare consumer", "ratio");
                table.row("indexed per second", Figures.text(records / indexSeconds),
                        Figures.text(records / bareSeconds), Figures.ratio(bareSeconds / indexSeconds));
                looks(table, index, bootstrap, records);
                return table;
            }
        }
    }

    private static void awaitTopic(KafkaEventLog log) throws InterruptedException {
        while (log.reachability().seen().lastSuccess() == null) {
            Thread.sleep(LOOK_MILLIS);
        }
    }

    private static double scanSeconds(String bootstrap, int records, String part) {
        long began = System.nanoTime();
        Bench.say("index: the topic holds " + part + " " + AuditTopic.scan(bootstrap, records, part) + " times");
        return (System.nanoTime() - began) / 1e9;
    }

    private static double indexSeconds(AuditIndex index, KafkaEventLog log, int records) throws InterruptedException {
        long began = System.nanoTime();
        try (AuditIndexer _ = new AuditIndexer(index, log)) {
            while (index.positions(AuditTopic.NAME).values().stream().mapToLong(Long::longValue).sum() < records) {
                Thread.sleep(LOOK_MILLIS);
            }
        }
        return (System.nanoTime() - began) / 1e9;
    }

    private static void looks(Table table, AuditIndex index, String bootstrap, int records) {
        for (Look look : List.of(
                new Look("a rare word", List.of(new Criterion.Text("forgery")), "forgery"),
                new Look("a word in a tenth", List.of(new Criterion.Text("emergency")), "emergency"),
                new Look("a phrase", List.of(new Criterion.Text("maintenance window")), "maintenance window"),
                new Look("a word in nearly all", List.of(new Criterion.Text("accepted")), "\"accepted\""),
                new Look("a field", List.of(new Criterion.OutcomeIs(Outcome.REFUSED)), "\"refused\""),
                new Look("a field and a word",
                        List.of(new Criterion.ActionIs("user.ban"), new Criterion.Text("forgery")), ""))) {
            long began = System.nanoTime();
            long hits = look.bytes.isEmpty() ? -1 : AuditTopic.scan(bootstrap, records, look.bytes);
            double bareMillis = (System.nanoTime() - began) / 1e6;
            long[] nanos = new long[LOOKS];
            long[] firstNanos = new long[LOOKS];
            for (int i = 0; i < LOOKS; i++) {
                long start = System.nanoTime();
                AuditIndex.Found found = index.search(look.criteria, null, PAGE);
                nanos[i] = System.nanoTime() - start;
                if (hits >= 0 && found.total() != hits) {
                    throw new BenchFailure("%s: the index finds %d, a reader of the topic %d.".formatted(look.what,
                            found.total(), hits));
                }
                start = System.nanoTime();
                index.page(look.criteria, AuditExchange.Order.NEWEST, null, PAGE);
                firstNanos[i] = System.nanoTime() - start;
            }
            Arrays.sort(nanos);
            Arrays.sort(firstNanos);
            double p50 = Figures.percentile(nanos, 0.5) / 1e6;
            table.row(look.what + ": page and total, p50, ms", Figures.text(p50), Figures.text(bareMillis),
                    Figures.ratio(bareMillis / p50));
            table.row(look.what + ": page and total, p95, ms", Figures.text(Figures.percentile(nanos, 0.95) / 1e6), "",
                    "");
            table.row(look.what + ": newest 100, p99, ms", Figures.text(Figures.percentile(firstNanos, 0.99) / 1e6), "",
                    "");
        }
    }
}
