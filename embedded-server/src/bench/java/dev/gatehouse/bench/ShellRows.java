package dev.gatehouse.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** The rows of an audit index, and the sqlite3 shell that inserts them into an empty file of the same tables. */
final class ShellRows {

    private static final List<String> TABLES = List.of("audit_record", "audit_word", "audit_rare");

    private final Path rows;
    private final List<String> schema = new ArrayList<>();

    private ShellRows(Path rows) {
        this.rows = rows;
    }

    /** Copies the rows that the index in {@code replica} holds into plain tables in {@code rows}. */
    static ShellRows copy(Path replica, Path rows) {
        ShellRows copied = new ShellRows(rows);
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + rows);
                Statement statement = connection.createStatement()) {
            statement.execute("ATTACH '" + replica + "' AS node");
            try (ResultSet row = statement.executeQuery(
                    "SELECT sql FROM node.sqlite_master WHERE sql IS NOT NULL AND (tbl_name IN ('audit_record',"
                            + " 'audit_word', 'audit_rare') OR name = 'audit_words') ORDER BY type DESC")) {
                while (row.next()) {
                    // The shell of the distribution may be older than this option, which only matters to deletions.
                    copied.schema.add(row.getString(1).replace("contentless_delete = 1,", "") + ";");
                }
            }
            for (String table : TABLES) {
                statement.execute("CREATE TABLE " + table + " AS SELECT * FROM node." + table);
            }
            statement.execute("CREATE VIRTUAL TABLE temp.held USING fts5vocab(node, audit_words, instance)");
            statement.execute("CREATE TABLE terms AS SELECT doc, group_concat(term, ' ') AS terms FROM temp.held"
                    + " GROUP BY doc ORDER BY doc");
        } catch (SQLException e) {
            throw new BenchFailure("The index cannot be copied: " + e.getMessage());
        }
        return copied;
    }

    /** How many seconds the shell takes for all rows in one transaction that is durable at its end. */
    double insertSeconds(Path into) throws IOException, InterruptedException {
        Child.output(Child.SERVER_CORE, List.of("sqlite3", into.toString(),
                "PRAGMA journal_mode = WAL; " + String.join("\n", schema)));
        StringBuilder script = new StringBuilder("PRAGMA synchronous = FULL; ATTACH '" + rows + "' AS rows; BEGIN;");
        for (String table : TABLES) {
            script.append("INSERT INTO main.").append(table).append(" SELECT * FROM rows.").append(table).append(';');
        }
        script.append("INSERT INTO main.audit_words (rowid, terms) SELECT doc, terms FROM rows.terms; COMMIT;");
        long began = System.nanoTime();
        Child.output(Child.SERVER_CORE, List.of("sqlite3", into.toString(), script.toString()));
        return (System.nanoTime() - began) / 1e9;
    }
}
