package dev.gatehouse.bench;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** Appends records as long as a command that creates a user to a bare SQLite file, many to a transaction. */
public final class BareImport {

    private static final int TRANSACTION = 1_000;
    private static final String RECORD = "x".repeat(560);

    private BareImport() {}

    /** Takes a file; says {@code ready}. Each line of the input is a number of rows, answered by {@code done} and it. */
    public static void main(String[] arguments) throws Exception {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + Path.of(arguments[0]));
        try (Connection connection = source.getConnection()) {
            try (var statement = connection.createStatement()) {
                statement.execute("CREATE TABLE record (id INTEGER PRIMARY KEY, value TEXT NOT NULL)");
            }
            connection.setAutoCommit(false);
            Parent.say("ready");
            Parent.serve(order -> append(connection, Integer.parseInt(order)));
        }
    }

    private static String append(Connection connection, int rows) {
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO record (value) VALUES (?)")) {
            for (int row = 1; row <= rows; row++) {
                insert.setString(1, RECORD);
                insert.addBatch();
                if (row % TRANSACTION == 0 || row == rows) {
                    insert.executeBatch();
                    connection.commit();
                }
            }
            return "done " + rows;
        } catch (SQLException e) {
            throw new BenchFailure("SQLite did not take the rows: " + e.getMessage());
        }
    }
}
