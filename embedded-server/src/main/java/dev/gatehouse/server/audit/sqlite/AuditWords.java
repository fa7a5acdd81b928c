package dev.gatehouse.server.audit.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The numbers of words; those in use lately are kept in memory. Safe for use by several threads. */
final class AuditWords {

    private static final int KEPT = 50_000;
    private static final float LOAD = 0.75f;

    private final Map<String, Long> numbers = new LinkedHashMap<>(16, LOAD, true) {

        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > KEPT;
        }
    };

    private long forgotten;

    /**
     * A word's number; a word that is new gets one.
     *
     * @param fresh numbers that the running transaction has learnt, and where it learns more
     */
    long number(Connection connection, String word, Map<String, Long> fresh) throws SQLException {
        Long known = known(word);
        if (known == null) {
            known = fresh.get(word);
        }
        if (known != null) {
            return known;
        }
        long number = read(connection, word);
        fresh.put(word, number);
        return number;
    }

    /** How often words were forgotten; for {@link #keep}, asked within the transaction that learns numbers. */
    synchronized long forgotten() {
        return forgotten;
    }

    /** Keeps the numbers of a transaction that is done, unless words were forgotten since. */
    synchronized void keep(Map<String, Long> fresh, long before) {
        if (before == forgotten) {
            numbers.putAll(fresh);
        }
    }

    /** Forgets words, within the transaction that lets go of them. */
    synchronized void forget(Collection<String> gone) {
        forgotten++;
        numbers.keySet().removeAll(Set.copyOf(gone));
    }

    private synchronized @Nullable Long known(String word) {
        return numbers.get(word);
    }

    private static long read(Connection connection, String word) throws SQLException {
        try (PreparedStatement find = connection.prepareStatement("SELECT word FROM audit_word WHERE text = ?")) {
            find.setString(1, word);
            try (ResultSet row = find.executeQuery()) {
                if (row.next()) {
                    return row.getLong(1);
                }
            }
        }
        try (PreparedStatement add = connection.prepareStatement(
                "INSERT INTO audit_word (text) VALUES (?) RETURNING word")) {
            add.setString(1, word);
            try (ResultSet row = add.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }
}
