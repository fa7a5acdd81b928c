package dev.gatehouse.server.audit.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;

/** Reads and writes the numbers of words within one transaction, each statement prepared once. */
final class AuditWordRows implements AutoCloseable {

    private final AuditWords words;
    private final Map<String, Long> fresh;
    private final PreparedStatement find;
    private final PreparedStatement add;
    private final PreparedStatement last;
    /** The number of the next word that is new; 0 until one is. */
    private long next;

    /**
     * @param words numbers that are in memory
     * @param fresh numbers that the running transaction has learnt, and where it learns more
     */
    AuditWordRows(Connection connection, AuditWords words, Map<String, Long> fresh) throws SQLException {
        this.words = words;
        this.fresh = fresh;
        this.find = connection.prepareStatement("SELECT word FROM audit_word WHERE text = ?");
        this.add = connection.prepareStatement("INSERT INTO audit_word (word, text) VALUES (?, ?)");
        this.last = connection.prepareStatement("SELECT coalesce(max(word), 0) FROM audit_word");
    }

    /** A word's number; a word that is new gets one. */
    long number(String word) throws SQLException {
        Long known = words.known(word);
        if (known == null) {
            known = fresh.get(word);
        }
        if (known != null) {
            return known;
        }
        long number = read(word);
        fresh.put(word, number);
        return number;
    }

    private long read(String word) throws SQLException {
        find.setString(1, word);
        try (ResultSet row = find.executeQuery()) {
            if (row.next()) {
                return row.getLong(1);
            }
        }
        if (next == 0) {
            try (ResultSet row = last.executeQuery()) {
                row.next();
                next = row.getLong(1) + 1;
            }
        }
        add.setLong(1, next);
        add.setString(2, word);
        add.executeUpdate();
        return next++;
    }

    @Override
    public void close() throws SQLException {
        find.close();
        add.close();
        last.close();
    }
}
