package dev.gatehouse.server.audit.sqlite;

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

    /** A word's number, where it is in memory. */
    synchronized @Nullable Long known(String word) {
        return numbers.get(word);
    }
}
