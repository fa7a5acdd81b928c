package dev.gatehouse.server.audit;

import dev.gatehouse.server.log.EventLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Tells of most records that they cannot meet the criteria, from their characters alone: a word without escapes that is
 * in one of a record's values is in the record as it stands in the log. Reading a record costs ten times as much.
 */
final class ScanSieve {

    /** Words as JSON writes them, with a letter that it writes in no number. */
    private static final Pattern SIEVED = Pattern.compile("[ !#-\\[\\]-~]*[a-dg-hj-mo-su-xz][ !#-\\[\\]-~]*");
    private static final char FIRST_PLAIN = ' ';
    private static final char LAST_PLAIN = '~';
    private static final char ESCAPE = '\\';

    private final List<String> words = new ArrayList<>();

    /** All of {@code criteria} are to be met. */
    ScanSieve(List<Criterion> criteria) {
        criteria.forEach(this::add);
    }

    private void add(Criterion criterion) {
        switch (criterion) {
            case Criterion.Text(String part) -> add(part);
            case Criterion.ReasonHas(String part) -> add(part);
            case Criterion.All(List<Criterion> parts) -> parts.forEach(this::add);
            default -> {
                // Only words are told from the characters.
            }
        }
    }

    private void add(String part) {
        String word = part.toLowerCase(Locale.ROOT);
        if (SIEVED.matcher(word).matches()) {
            words.add(word);
        }
    }

    /** Whether a record could meet them; it is to be read then. */
    boolean mayMeet(EventLog.Entry entry) {
        for (String word : words) {
            if (!mayHold(entry.value(), word) && !mayHold(entry.key(), word)) {
                return false;
            }
        }
        return true;
    }

    private static boolean mayHold(String text, String word) {
        char lower = word.charAt(0);
        char upper = lower >= 'a' && lower <= 'z' ? (char) (lower - 'a' + 'A') : lower;
        for (int at = 0; at < text.length(); at++) {
            char one = text.charAt(at);
            if (one < FIRST_PLAIN || one > LAST_PLAIN || one == ESCAPE) {
                return true;
            }
            if ((one == lower || one == upper) && text.regionMatches(true, at, word, 0, word.length())) {
                return true;
            }
        }
        return false;
    }
}
