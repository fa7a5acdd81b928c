package dev.gatehouse.bench;

import dev.gatehouse.model.audit.Actor;
import dev.gatehouse.model.audit.Outcome;
import dev.gatehouse.server.audit.Action;
import dev.gatehouse.server.audit.AuditDraft;
import dev.gatehouse.server.audit.sqlite.SqliteAuditJournal;
import dev.gatehouse.server.log.sqlite.SqliteEventLog;
import dev.gatehouse.server.replica.sqlite.ReplicaDatabase;
import dev.gatehouse.server.sqlite.SqliteFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;

/** The log of commands, the journal of records, and a bare file, each on the same disk in the same process. */
public final class JournalMain {

    /** As many callers as wait for the disk at a time. */
    private static final int CALLERS = 512;

    private JournalMain() {}

    /**
     * Takes a folder; says {@code ready}. Each line of the input is {@code commands|records|bare full|<per second>
     * <seconds>}, answered by {@code done <per second> <p50 in ms> <p99 in ms>}.
     */
    public static void main(String[] arguments) throws IOException, SQLException {
        Path folder = Files.createDirectories(Path.of(arguments[0]));
        Clock clock = Clock.systemUTC();
        try (SqliteFile file = SqliteEventLog.openFile(folder);
                SqliteEventLog log = new SqliteEventLog(file, "bench.changes");
                ReplicaDatabase replica = new ReplicaDatabase(folder);
                BareLog bare = BareLog.sqlite(folder.resolve("bare.db"))) {
            SqliteAuditJournal journal = new SqliteAuditJournal(replica, "bench-node", clock);
            Actor actor = new Actor("bench", "bench", null);
            Parent.say("ready");
            Parent.serve(order -> {
                String[] words = order.split(" ", -1);
                Runnable write = switch (words[0]) {
                    case "commands" -> () -> log.append("key", BareLog.RECORD).join();
                    case "records" -> () -> journal.note(AuditDraft.of(actor, Action.USER_BAN, "user/bench",
                            Outcome.ACCEPTED, clock.instant()));
                    case "bare" -> bare::append;
                    default -> throw new BenchFailure("There is no " + words[0] + ".");
                };
                Duration time = Duration.ofSeconds(Integer.parseInt(words[2]));
                int callers = words[0].equals("bare") ? 1 : CALLERS;
                OpenLoop.Result result = words[1].equals("full")
                        ? OpenLoop.full(callers, time, write)
                        : OpenLoop.paced(Integer.parseInt(words[1]), time, write);
                return "done " + result.line();
            });
        }
    }
}
