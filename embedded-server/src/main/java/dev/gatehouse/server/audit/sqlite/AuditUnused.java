package dev.gatehouse.server.audit.sqlite;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;

/**
 * Words that are in no record any more.
 *
 * @param words their numbers
 * @param last  the last word that was looked at; 0 where that was the last of all
 */
record AuditUnused(List<Long> words, long last) {

    private static final int AT_A_TIME = 1_000;

    /** Looks at some words after one. */
    static AuditUnused after(Handle handle, long word) {
        List<Long> numbers = handle
                .createQuery("SELECT word FROM audit_word WHERE word > :word ORDER BY word LIMIT :most")
                .bind("word", word)
                .bind("most", AT_A_TIME)
                .mapTo(Long.class)
                .list();
        return new AuditUnused(unused(handle, numbers), numbers.size() < AT_A_TIME ? 0 : numbers.getLast());
    }

    /** Lets go of those that nobody has used since, and returns them. */
    List<String> drop(Handle handle) {
        List<String> dropped = new ArrayList<>();
        for (long word : unused(handle, words)) {
            dropped.addAll(handle.createQuery("DELETE FROM audit_word WHERE word = :word RETURNING text")
                    .bind("word", word)
                    .mapTo(String.class)
                    .list());
        }
        return dropped;
    }

    private static List<Long> unused(Handle handle, List<Long> words) {
        List<Long> unused = new ArrayList<>();
        try (PreparedStatement find = handle.getConnection()
                .prepareStatement("SELECT 1 FROM audit_words WHERE audit_words MATCH ? LIMIT 1")) {
            for (long word : words) {
                find.setString(1, '"' + AuditTerms.word(word) + '"');
                try (ResultSet row = find.executeQuery()) {
                    if (!row.next()) {
                        unused.add(word);
                    }
                }
            }
        } catch (SQLException e) {
            throw new UnableToExecuteStatementException("Words could not be looked up", e, null);
        }
        return unused;
    }
}
