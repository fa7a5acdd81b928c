package dev.gatehouse.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.model.audit.Actor;
import dev.gatehouse.model.json.Json;
import dev.gatehouse.server.audit.AuditChain;
import dev.gatehouse.server.audit.AuditRelay;
import dev.gatehouse.server.audit.sqlite.SqliteAuditJournal;
import dev.gatehouse.server.log.Change;
import dev.gatehouse.server.log.ChangeLog;
import dev.gatehouse.server.log.EventLog;
import dev.gatehouse.server.log.sqlite.SqliteEventLog;
import dev.gatehouse.server.log.sqlite.SqliteReplica;
import dev.gatehouse.server.replica.sqlite.ReplicaDatabase;
import dev.gatehouse.server.sqlite.SqliteFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a power cut may leave of the files: any prefix of what was written since the last sync, torn anywhere. Each is
 * opened; it must be sound, and hold all that was acknowledged before.
 *
 * @see <a href="https://sqlite.org/fileformat2.html#the_write_ahead_log">the format of the write-ahead log</a>
 */
class DurabilityTest {

    private static final int PAGE = 4096;
    private static final int WAL_HEAD = 32;
    private static final int FRAME_HEAD = 24;
    private static final int FRAME = FRAME_HEAD + PAGE;
    private static final Actor ACTOR = new Actor("ann", "ann", null);

    @TempDir
    private Path folder;

    private final List<Acknowledged> acknowledged = new ArrayList<>();
    private final SplittableRandom random = new SplittableRandom(7);
    private int opened;

    /** A command that was acknowledged when the write-ahead logs were that long. */
    private record Acknowledged(String id, int logEnd, int replicaEnd) {}

    /** The files of a database as they are on the disk. */
    private static final class Image {

        private final byte[] main;
        private final byte[] wal;

        Image(byte[] main, byte[] wal) {
            this.main = main;
            this.wal = wal;
        }

        static Image read(Path file) throws IOException {
            return new Image(Files.readAllBytes(file), Files.readAllBytes(wal(file)));
        }

        void write(Path file) throws IOException {
            Files.deleteIfExists(file.resolveSibling(file.getFileName() + "-shm"));
            Files.write(file, main);
            Files.write(wal(file), wal);
        }
    }

    /** A node's log, replica and journal, with nothing around them. */
    private static final class Stack implements AutoCloseable {

        private final ReplicaDatabase replica;
        private final SqliteFile file;
        private final EventLog changesLog;
        private final EventLog auditLog;
        private final AuditRelay relay;
        private final ChangeLog changes;

        Stack(Path folder) {
            replica = new ReplicaDatabase(folder);
            file = SqliteEventLog.openFile(folder);
            changesLog = new SqliteEventLog(file, "changes");
            auditLog = new SqliteEventLog(file, "audit");
            SqliteAuditJournal journal = new SqliteAuditJournal(replica, "n1", Clock.systemUTC());
            relay = new AuditRelay(journal, auditLog);
            changes = new ChangeLog(changesLog,
                    new SqliteReplica(replica, "n1",
                            (handle, applied) -> journal.insert(handle, AuditRecords.of(applied))),
                    "n1", Clock.systemUTC(), nanos -> {});
            changes.start();
        }

        @Override
        public void close() {
            changes.close();
            relay.close();
            auditLog.close();
            changesLog.close();
            file.close();
            replica.close();
        }
    }

    @Test
    void everyPrefixOfTheWritesIsSoundAndHoldsWhatWasAcknowledged() throws Exception {
        Path live = Files.createDirectories(folder.resolve("live"));
        try (Stack stack = new Stack(live)) {
            submit(stack, live, "before", 8);
            Image log = Image.read(live.resolve("log.db"));
            Image replica = Image.read(live.resolve("replica.db"));
            prefixes(log, new byte[0], "log.db", this::checkLog);
            prefixes(replica, new byte[0], "replica.db", this::checkReplica);
            restarts(log, replica);

            List<Acknowledged> before = List.copyOf(acknowledged);
            checkpoint(live.resolve("log.db"));
            checkpoint(live.resolve("replica.db"));
            Image logAfter = Image.read(live.resolve("log.db"));
            Image replicaAfter = Image.read(live.resolve("replica.db"));
            checkpointed(log, logAfter, "log.db", this::checkLog);
            checkpointed(replica, replicaAfter, "replica.db", this::checkReplica);

            acknowledged.replaceAll(one -> new Acknowledged(one.id, 0, 0));
            submit(stack, live, "after", 4);
            assertThat(acknowledged).hasSizeGreaterThan(before.size());
            prefixes(Image.read(live.resolve("log.db")), logAfter.wal, "log.db", this::checkLog);
            prefixes(Image.read(live.resolve("replica.db")), replicaAfter.wal, "replica.db", this::checkReplica);
        }
        assertThat(opened).as("files that were opened").isGreaterThan(300);
    }

    /** Commands by two callers at the same time, so that some share a sync. */
    private void submit(Stack stack, Path live, String name, int count) throws Exception {
        try (ExecutorService callers = Executors.newFixedThreadPool(2)) {
            List<Future<?>> running = new ArrayList<>();
            for (int caller = 0; caller < 2; caller++) {
                String prefix = name + caller + "-";
                running.add(callers.submit(() -> {
                    for (int i = 0; i < count / 2; i++) {
                        String id = prefix + i;
                        stack.changes.submit(new Change.CreateUser(id, id, null, null, Set.of(), ""), null, ACTOR);
                        int logEnd = validEnd(Files.readAllBytes(wal(live.resolve("log.db"))));
                        int replicaEnd = validEnd(Files.readAllBytes(wal(live.resolve("replica.db"))));
                        synchronized (acknowledged) {
                            acknowledged.add(new Acknowledged(id, logEnd, replicaEnd));
                        }
                    }
                    return null;
                }));
            }
            for (Future<?> one : running) {
                one.get();
            }
        }
    }

    /** Looks at what a file holds that was cut at {@code end} of its write-ahead log. */
    private interface Check {

        void check(Path file, int end) throws Exception;
    }

    /** Cuts at every frame, within every frame, and with what a torn sector may leave. */
    private void prefixes(Image files, byte[] old, String name, Check check) throws Exception {
        int end = validEnd(files.wal);
        for (int at = 0; at <= end; at = at == 0 ? WAL_HEAD : at + FRAME) {
            openCut(files, old, at, name, check);
            if (at + FRAME <= end) {
                int torn = at + 1 + random.nextInt(FRAME - 1);
                openCut(files, old, torn, name, check);
                byte[] wal = over(files.wal, old, torn);
                byte[] garbage = Arrays.copyOf(wal, Math.max(wal.length, torn + 512));
                for (int i = torn; i < torn + 512; i++) {
                    garbage[i] = (byte) random.nextInt();
                }
                open(new Image(files.main, garbage), name, file -> check.check(file, torn));
            }
        }
    }

    private void openCut(Image files, byte[] old, int at, String name, Check check) throws Exception {
        open(new Image(files.main, over(files.wal, old, at)), name, file -> check.check(file, at));
    }

    /** The new log up to a place, and from there on what was on the disk before. */
    private static byte[] over(byte[] wal, byte[] old, int at) {
        byte[] result = Arrays.copyOf(wal, Math.max(at, old.length));
        if (old.length > at) {
            System.arraycopy(old, at, result, at, old.length - at);
        }
        return result;
    }

    /** A cut while pages go from the log into the file: some are there, one is torn, and the log is whole. */
    private void checkpointed(Image before, Image after, String name, Check check) throws Exception {
        int pages = after.main.length / PAGE;
        for (int done = 0; done <= pages; done++) {
            byte[] main = Arrays.copyOf(before.main, after.main.length);
            for (int page = 0; page < done; page++) {
                System.arraycopy(after.main, page * PAGE, main, page * PAGE, PAGE);
            }
            if (done < pages) {
                System.arraycopy(after.main, done * PAGE, main, done * PAGE, random.nextInt(PAGE));
            }
            open(new Image(main, before.wal), name, file -> check.check(file, before.wal.length));
        }
        open(after, name, file -> check.check(file, after.wal.length));
    }

    /** The node starts on files that were cut at the same moment, and has all that was acknowledged by then. */
    private void restarts(Image log, Image replica) throws Exception {
        for (int i = 0; i < acknowledged.size(); i += 3) {
            Acknowledged moment = acknowledged.get(i);
            Path copy = Files.createDirectories(folder.resolve("restart" + i));
            new Image(log.main, over(log.wal, new byte[0], moment.logEnd)).write(copy.resolve("log.db"));
            int torn = Math.max(0, moment.replicaEnd - random.nextInt(3 * FRAME));
            new Image(replica.main, over(replica.wal, new byte[0], torn)).write(copy.resolve("replica.db"));
            try (Stack stack = new Stack(copy)) {
                long last = stack.changesLog.ends().getOrDefault(0, 0L) - 1;
                await().atMost(Duration.ofSeconds(30)).until(() -> stack.changes.appliedOffset() >= last);
            }
            checkReplicaHolds(copy.resolve("replica.db"), expected(one -> one.logEnd <= moment.logEnd));
        }
    }

    /** One copy of the files, opened. */
    private interface Look {

        void look(Path file) throws Exception;
    }

    private void open(Image files, String name, Look look) throws Exception {
        Path copy = Files.createDirectories(folder.resolve("copy")).resolve(name);
        files.write(copy);
        opened++;
        look.look(copy);
    }

    private void checkLog(Path file, int end) throws SQLException {
        Set<String> held = new TreeSet<>();
        try (Connection connection = sound(file); Statement statement = connection.createStatement()) {
            held.addAll(texts(statement, "SELECT key FROM log_record WHERE topic = 'changes'"));
            assertThat(texts(statement,
                    "SELECT next - (SELECT count(*) FROM log_record r WHERE r.topic = e.topic) FROM log_end e"))
                    .as("the end against the records").allMatch("0"::equals);
        }
        assertThat(held).containsAll(expected(one -> one.logEnd <= end));
    }

    private void checkReplica(Path file, int end) throws SQLException {
        checkReplicaHolds(file, expected(one -> one.replicaEnd <= end));
    }

    private static void checkReplicaHolds(Path file, List<String> expected) throws SQLException {
        try (Connection connection = sound(file); Statement statement = connection.createStatement()) {
            List<String> users = texts(statement, "SELECT id FROM user");
            List<String> recorded = new ArrayList<>();
            String prevHash = AuditChain.START;
            for (String text : texts(statement, "SELECT event FROM audit_journal ORDER BY seq")) {
                JsonNode event = parse(text);
                JsonNode data = event.path("data");
                assertThat(data.path("prevHash").asText()).isEqualTo(prevHash);
                prevHash = data.path("hash").asText();
                assertThat(AuditChain.hash(event)).isEqualTo(prevHash);
                recorded.add(data.path("resource").asText().substring("user/".length()));
            }
            assertThat(recorded).as("records against effects").containsExactlyInAnyOrderElementsOf(users);
            assertThat(users).containsAll(expected);
        }
    }

    private List<String> expected(Predicate<Acknowledged> which) {
        return acknowledged.stream().filter(which).map(Acknowledged::id).toList();
    }

    private static Connection sound(Path file) throws SQLException {
        Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        try (Statement statement = connection.createStatement()) {
            assertThat(texts(statement, "PRAGMA integrity_check")).containsExactly("ok");
        }
        return connection;
    }

    private static void checkpoint(Path file) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            assertThat(texts(statement, "PRAGMA wal_checkpoint(FULL)")).containsExactly("0");
        }
    }

    private static List<String> texts(Statement statement, String query) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
        }
        return texts;
    }

    private static JsonNode parse(String text) {
        try {
            return Json.LENIENT.readTree(text);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Path wal(Path file) {
        return file.resolveSibling(file.getFileName() + "-wal");
    }

    /** Where the frames end that belong to the log's present life: those with the salts of its head. */
    private static int validEnd(byte[] wal) {
        if (wal.length < WAL_HEAD) {
            return 0;
        }
        long salts = ByteBuffer.wrap(wal).getLong(16);
        int end = WAL_HEAD;
        while (end + FRAME <= wal.length && ByteBuffer.wrap(wal).getLong(end + 8) == salts) {
            end += FRAME;
        }
        return end;
    }
}
