package dev.gatehouse.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.model.api.JobsExchange;
import dev.gatehouse.model.api.UsersExchange;
import dev.gatehouse.server.fixture.Api;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** An import of users without passwords as a job, beside appends of as many records to a bare SQLite file. */
final class ImportBench {

    private static final int ROWS = 10_000;
    private static final List<String> FLAGS = List.of("-Xms512m", "-Xmx512m", "-XX:+UseG1GC");
    private static final int PER_SECOND = 0;
    private static final int CPU_MILLIS = 1;

    private ImportBench() {}

    static Table run(Options options) throws IOException, InterruptedException {
        int rounds = options.roundsOr(3);
        try (Scratch scratch = Scratch.make();
                Child node = Child.java(Child.SERVER_CORE, FLAGS, NodeMain.class, scratch.path("node").toString());
                Child bare = Child.java(Child.SERVER_CORE, FLAGS, BareImport.class,
                        scratch.path("bare.db").toString())) {
            Api admin = new Api(URI.create(node.line("ready "))).signedIn(NodeMain.ADMIN, NodeMain.PASSWORD);
            bare.line("ready");
            int[] imports = {0};
            Comparison.Turn subject = () -> imported(node, admin, "import" + imports[0]++);
            Comparison.of("import, warming up", 1, subject, () -> appended(bare));
            Comparison comparison = Comparison.of("import", rounds, subject, () -> appended(bare));
            Table table = new Table("import", "import --rounds " + rounds,
                    "%,d users without passwords, %s".formatted(ROWS, comparison.counted()), "Gatehouse job",
                    "bare appends", "median ratio");
            table.compare("rows per second", comparison, PER_SECOND);
            table.compare("CPU, ms per row", comparison, CPU_MILLIS);
            node.end();
            bare.end();
            return table;
        }
    }

    private static double[] imported(Child node, Api admin, String prefix)
            throws IOException, InterruptedException, WrongAnswerException {
        String csv = "username,displayName\n" + IntStream.range(0, ROWS)
                .mapToObj(row -> prefix + "-" + row + ",User " + row).collect(Collectors.joining("\n"));
        long cpuBefore = node.cpuMillis();
        long startedNanos = System.nanoTime();
        String id = admin.send("POST", UsersExchange.PATH + "/import", csv, Map.of("Content-Type", "text/csv")).json()
                .path("jobId").asText();
        JsonNode job = admin.get(JobsExchange.path(id)).json();
        while (!job.has("endedAt")) {
            Thread.sleep(100);
            job = admin.get(JobsExchange.path(id)).json();
        }
        double seconds = (System.nanoTime() - startedNanos) / 1e9;
        if (job.path("done").asLong() != ROWS || job.path("failed").asLong() != 0) {
            throw new WrongAnswerException("the job ended as " + job);
        }
        return new double[]{ROWS / seconds, (double) (node.cpuMillis() - cpuBefore) / ROWS};
    }

    private static double[] appended(Child bare) throws IOException, InterruptedException {
        long cpuBefore = bare.cpuMillis();
        long startedNanos = System.nanoTime();
        bare.ask(Integer.toString(ROWS), "done ");
        double seconds = (System.nanoTime() - startedNanos) / 1e9;
        return new double[]{ROWS / seconds, (double) (bare.cpuMillis() - cpuBefore) / ROWS};
    }
}
