package dev.gatehouse.bench;

import dev.gatehouse.model.api.AuditExchange;
import dev.gatehouse.model.audit.Outcome;
import dev.gatehouse.server.audit.AuditIndex;
import dev.gatehouse.server.audit.Criterion;
import dev.gatehouse.server.audit.sqlite.SqliteAuditIndex;
import dev.gatehouse.server.log.kafka.KafkaEventLog;
import dev.gatehouse.server.replica.sqlite.ReplicaDatabase;
import java.io.IOException;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;

/** How fast audit records are found, beside {@code kcat} and {@code grep}, which must find as many. */
final class IndexBench {

    private static final int LOOKS = 41;
    private static final int PAGE = 100;

    private IndexBench() {}

    /** A search, and the characters by which {@code grep} finds the same records. */
    private record Look(String what, List<Criterion> criteria, List<String> parts) {}

    static Table run(Options options) throws IOException, InterruptedException {
        int records = options.recordsOr(5_000_000);
        Table table = new Table("index", "index --records " + records, "%,d audit records".formatted(records),
                "Gatehouse", "kcat and grep", "times as fast");
        try (Scratch scratch = Scratch.make();
                AuditTopic topic = AuditTopic.made(scratch, records);
                KafkaEventLog log = topic.log();
                ReplicaDatabase replica = new ReplicaDatabase(scratch.path("node"))) {
            AuditIndex index = new SqliteAuditIndex(replica, Clock.systemUTC());
            Bench.say("index: indexed in %.1f s".formatted(topic.indexSeconds(index, log)));
            looks(table, index, topic);
        }
        return table;
    }

    private static void looks(Table table, AuditIndex index, AuditTopic topic)
            throws IOException, InterruptedException {
        for (Look look : List.of(
                new Look("a rare word", List.of(new Criterion.Text("forgery")), List.of("forgery")),
                new Look("a word in a tenth", List.of(new Criterion.Text("emergency")), List.of("emergency")),
                new Look("a phrase", List.of(new Criterion.Text("maintenance window")),
                        List.of("maintenance window")),
                new Look("a word in nearly all", List.of(new Criterion.Text("accepted")), List.of("\"accepted\"")),
                new Look("a field", List.of(new Criterion.OutcomeIs(Outcome.REFUSED)), List.of("\"refused\"")),
                new Look("a field and a word",
                        List.of(new Criterion.ActionIs("user.ban"), new Criterion.Text("forgery")),
                        List.of("\"user.ban\"", "forgery")))) {
            long began = System.nanoTime();
            long hits = topic.grep(look.parts);
            double grepMillis = (System.nanoTime() - began) / 1e6;
            Bench.say("index: %s: grep finds %d in %.0f ms".formatted(look.what, hits, grepMillis));
            long[] nanos = new long[LOOKS];
            long[] firstNanos = new long[LOOKS];
            for (int i = 0; i < LOOKS; i++) {
                long start = System.nanoTime();
                AuditIndex.Found found = index.search(look.criteria, null, PAGE);
                nanos[i] = System.nanoTime() - start;
                if (found.total() != hits) {
                    throw new BenchFailure(
                            "%s: the index finds %d, grep %d.".formatted(look.what, found.total(), hits));
                }
                start = System.nanoTime();
                index.page(look.criteria, AuditExchange.Order.NEWEST, null, PAGE);
                firstNanos[i] = System.nanoTime() - start;
            }
            Arrays.sort(nanos);
            Arrays.sort(firstNanos);
            double p50 = Figures.percentile(nanos, 0.5) / 1e6;
            table.row(look.what + ": page and total, p50, ms", Figures.text(p50), Figures.text(grepMillis),
                    Figures.text(grepMillis / p50));
            table.row(look.what + ": page and total, p95, ms", Figures.text(Figures.percentile(nanos, 0.95) / 1e6), "",
                    "");
            table.row(look.what + ": newest 100, p99, ms", Figures.text(Figures.percentile(firstNanos, 0.99) / 1e6), "",
                    "");
        }
    }
}
