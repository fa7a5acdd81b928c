package dev.gatehouse.server.capsule.sqlite;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.gatehouse.model.api.CapsuleExchange;
import dev.gatehouse.model.json.Json;
import dev.gatehouse.server.call.StorageException;
import dev.gatehouse.server.capsule.CapsuleFile;
import dev.gatehouse.server.capsule.CapsulePart;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Writes a capsule as one SQLite file without a journal beside it. */
public final class SqliteCapsuleFile implements CapsuleFile {

    private static final int BATCH = 500;

    @Override
    public void write(Path file, Map<String, String> meta, CapsulePart.Window window, List<CapsulePart> parts,
            Runnable mayGoOn) {
        try (Handle handle = Jdbi.open("jdbc:sqlite:" + file)) {
            handle.execute("PRAGMA journal_mode = OFF");
            handle.execute("PRAGMA application_id = " + CapsuleExchange.APPLICATION_ID);
            handle.execute("PRAGMA user_version = 1");
            handle.execute("CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID");
            handle.execute("""
                           CREATE TABLE part (name TEXT PRIMARY KEY, rows INTEGER NOT NULL, sha256 TEXT NOT NULL)
                           STRICT, WITHOUT ROWID""");
            handle.execute("""
                           CREATE TABLE entry (
                               part TEXT NOT NULL, seq INTEGER NOT NULL, body TEXT NOT NULL, PRIMARY KEY (part, seq)
                           ) STRICT, WITHOUT ROWID""");
            handle.useTransaction(writing -> {
                meta.forEach((name, value) -> writing.execute("INSERT INTO meta (name, value) VALUES (?, ?)", name,
                        value));
                for (CapsulePart part : parts) {
                    write(writing, part, window, mayGoOn);
                }
            });
        } catch (JdbiException e) {
            throw new StorageException("The capsule cannot be written to " + file + ": " + e.getMessage(), e);
        }
    }

    private static void write(Handle handle, CapsulePart part, CapsulePart.Window window, Runnable mayGoOn) {
        try (Rows rows = new Rows(handle, part.name(), mayGoOn)) {
            part.source().each(window, rows::add);
            rows.flush();
            handle.execute("INSERT INTO part (name, rows, sha256) VALUES (?, ?, ?)", part.name(), rows.count,
                    rows.hash());
        }
    }

    /** The rows of one part on their way into the file. */
    private static final class Rows implements AutoCloseable {

        private final String part;
        private final PreparedBatch batch;
        private final Runnable mayGoOn;
        private final MessageDigest digest;
        private long count;

        Rows(Handle handle, String part, Runnable mayGoOn) {
            this.part = part;
            this.mayGoOn = mayGoOn;
            this.batch = handle.prepareBatch("INSERT INTO entry (part, seq, body) VALUES (?, ?, ?)");
            try {
                this.digest = MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("Every Java platform has SHA-256.", e);
            }
        }

        void add(Object record) {
            String body;
            try {
                body = Json.LENIENT.writeValueAsString(record);
            } catch (JsonProcessingException e) {
                throw new IllegalArgumentException("A record that cannot be written as JSON", e);
            }
            digest.update(body.getBytes(StandardCharsets.UTF_8));
            digest.update((byte) '\n');
            batch.add(part, count++, body);
            if (batch.size() >= BATCH) {
                flush();
            }
        }

        void flush() {
            if (batch.size() > 0) {
                mayGoOn.run();
                batch.execute();
            }
        }

        String hash() {
            return HexFormat.of().formatHex(digest.digest());
        }

        @Override
        public void close() {
            batch.close();
        }
    }
}
