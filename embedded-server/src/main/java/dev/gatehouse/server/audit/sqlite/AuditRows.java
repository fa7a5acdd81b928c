package dev.gatehouse.server.audit.sqlite;

import dev.gatehouse.model.audit.AuditData;
import dev.gatehouse.model.audit.AuditEntry;
import dev.gatehouse.model.audit.AuditEvent;
import dev.gatehouse.model.audit.Receipt;
import dev.gatehouse.model.audit.TopicKind;
import dev.gatehouse.server.audit.SearchText;
import dev.gatehouse.server.audit.TopicReader;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes the records of one transaction, each statement prepared once. */
final class AuditRows implements AutoCloseable {

    /** How far the time is shifted in a record's number. */
    static final int TIME_SHIFT = 16;

    private static final long OF_ONE_MILLISECOND = 1L << TIME_SHIFT;

    private final Connection connection;
    private final AuditWordRows words;
    private final PreparedStatement record;
    private final PreparedStatement terms;
    private final PreparedStatement rare;
    private final PreparedStatement repeat;
    private final PreparedStatement last;
    private final Map<Long, Long> nextOfMillis = new HashMap<>();
    private long records;
    private long bytes;

    /** @param fresh numbers of words that the transaction learns */
    AuditRows(Connection connection, AuditWords words, Map<String, Long> fresh) throws SQLException {
        this.connection = connection;
        this.words = new AuditWordRows(connection, words, fresh);
        this.record = connection.prepareStatement(
                """
                INSERT OR IGNORE INTO audit_record (record, id, topic, partition, "offset", kind, time_millis, actor,
                    actor_name, action, outcome, trace, session, cause_topic, cause_partition, cause_offset, node, seq,
                    event, raw, text)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""");
        this.terms = connection.prepareStatement("INSERT INTO audit_words (rowid, terms) VALUES (?, ?)");
        this.rare = connection.prepareStatement("INSERT INTO audit_rare (record, text) VALUES (?, ?)");
        this.repeat = connection.prepareStatement(
                "INSERT OR IGNORE INTO audit_repeat (topic, partition, \"offset\", id) VALUES (?, ?, ?, ?)");
        this.last = connection.prepareStatement("SELECT max(record) FROM audit_record WHERE record BETWEEN ? AND ?");
    }

    /** Writes one record; false where its id is known. */
    boolean add(TopicReader.Read read) throws SQLException {
        AuditEntry entry = read.entry();
        AuditEvent event = entry.event();
        String text = SearchText.of(entry);
        String raw = entry.raw() == null ? null : SqliteAuditIndex.text(entry.raw());
        long millis = event.time().toEpochMilli();
        long number = number(millis);
        bind(number, entry, read.stored(), raw, text);
        if (record.executeUpdate() == 0) {
            Receipt position = entry.position();
            repeat.setString(1, position.topic());
            repeat.setInt(2, position.partition());
            repeat.setLong(3, position.offset());
            repeat.setString(4, event.id());
            repeat.executeUpdate();
            return false;
        }
        nextOfMillis.put(number >> TIME_SHIFT, number + 1);
        if (number >> TIME_SHIFT > millis) {
            spill((number >> TIME_SHIFT) - millis);
        }
        terms.setLong(1, number);
        terms.setString(2, terms(entry, text, number));
        terms.executeUpdate();
        records++;
        bytes += characters(read.stored()) + characters(text) + (raw == null ? 0 : characters(raw));
        return true;
    }

    /** How many records were new. */
    long records() {
        return records;
    }

    /** How much text these hold, in characters. */
    long bytes() {
        return bytes;
    }

    /** As SQLite's {@code length} counts them. */
    private static long characters(String text) {
        return text.codePointCount(0, text.length());
    }

    private void bind(long number, AuditEntry entry, String stored, @Nullable String raw, String text)
            throws SQLException {
        AuditEvent event = entry.event();
        AuditData data = event.data();
        Receipt cause = data.cause();
        record.setLong(1, number);
        record.setString(2, raw == null ? event.id() : null);
        record.setString(3, entry.position().topic());
        record.setInt(4, entry.position().partition());
        record.setLong(5, entry.position().offset());
        record.setString(6, lower(entry.kind()));
        record.setLong(7, event.time().toEpochMilli());
        record.setString(8, data.actor().id());
        record.setString(9, data.actor().name());
        record.setString(10, data.action());
        record.setString(11, lower(data.outcome()));
        record.setString(12, SearchText.trace(event));
        record.setString(13, data.actor().session());
        if (cause == null) {
            record.setNull(14, Types.VARCHAR);
            record.setNull(15, Types.INTEGER);
            record.setNull(16, Types.INTEGER);
        } else {
            record.setString(14, cause.topic());
            record.setInt(15, cause.partition());
            record.setLong(16, cause.offset());
        }
        record.setString(17, data.node());
        record.setLong(18, raw == null ? data.seq() : 0);
        record.setString(19, stored);
        record.setString(20, raw);
        record.setString(21, text);
    }

    private String terms(AuditEntry entry, String text, long number) throws SQLException {
        AuditData data = entry.event().data();
        StringBuilder all = new StringBuilder(AuditTerms.ALL);
        term(all, AuditTerms.ACTOR, data.actor().id());
        term(all, AuditTerms.ACTOR_NAME, SearchText.fold(data.actor().name()));
        term(all, AuditTerms.ACTION, data.action());
        term(all, AuditTerms.RESOURCE, data.resource());
        term(all, AuditTerms.OUTCOME, lower(data.outcome()));
        term(all, AuditTerms.TRACE, SearchText.trace(entry.event()));
        term(all, AuditTerms.SESSION, data.actor().session());
        term(all, AuditTerms.NODE, data.node());
        term(all, AuditTerms.TOPIC, entry.position().topic());
        term(all, AuditTerms.KIND, lower(entry.kind()));
        StringBuilder seldom = new StringBuilder();
        boolean tooLong = false;
        for (String word : SearchText.words(text)) {
            if (word.length() > AuditTerms.LONGEST_WORD) {
                tooLong = true;
            } else if (AuditTerms.isRare(word)) {
                seldom.append(word).append('\n');
            } else {
                all.append(' ').append(AuditTerms.word(words.number(word)));
            }
        }
        if (tooLong) {
            all.append(' ').append(AuditTerms.LONG);
        }
        if (!seldom.isEmpty()) {
            rare.setLong(1, number);
            rare.setString(2, seldom.toString());
            rare.executeUpdate();
        }
        return all.toString();
    }

    private static void term(StringBuilder all, char field, @Nullable String value) {
        if (value != null) {
            all.append(' ').append(AuditTerms.field(field, value));
        }
    }

    /** The next free number of a millisecond, or of the first one after it that has any. */
    private long number(long millis) throws SQLException {
        for (long at = millis;; at++) {
            Long known = nextOfMillis.get(at);
            long next = known == null ? next(at) : known;
            if (next < (at + 1) << TIME_SHIFT) {
                return next;
            }
            nextOfMillis.put(at, next);
        }
    }

    private long next(long millis) throws SQLException {
        long first = millis << TIME_SHIFT;
        last.setLong(1, first);
        last.setLong(2, first + OF_ONE_MILLISECOND - 1);
        try (ResultSet row = last.executeQuery()) {
            row.next();
            long newest = row.getLong(1);
            return row.wasNull() ? first : newest + 1;
        }
    }

    private void spill(long millis) throws SQLException {
        try (PreparedStatement widen = connection.prepareStatement(
                "UPDATE audit_spill SET millis = max(millis, ?)")) {
            widen.setLong(1, millis);
            widen.executeUpdate();
        }
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    /** A kind as it is stored. */
    static TopicKind kind(String stored) {
        return TopicKind.valueOf(stored.toUpperCase(Locale.ROOT));
    }

    @Override
    public void close() throws SQLException {
        record.close();
        terms.close();
        rare.close();
        repeat.close();
        last.close();
        words.close();
    }
}
