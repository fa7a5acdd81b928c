package dev.gatehouse.server.session;

import dev.gatehouse.model.session.Session;
import dev.gatehouse.server.session.column.Columns;
import java.util.AbstractCollection;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.concurrent.locks.Lock;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** Sessions of an index that a filter meets, made a few at a time as they are come to. */
final class LazySessions extends AbstractCollection<Session> {

    /** So many are made at once; fewer than these in all are made at the beginning. */
    private static final int BATCH = 1000;

    private final Columns columns;
    private final Lock reading;
    private final SessionFilter filter;
    private final @Nullable Integer size;

    /** Sessions whose number is known when they are counted. */
    LazySessions(Columns columns, Lock reading, SessionFilter filter) {
        this(columns, reading, filter, null);
    }

    private LazySessions(Columns columns, Lock reading, SessionFilter filter, @Nullable Integer size) {
        this.columns = columns;
        this.reading = reading;
        this.filter = filter;
        this.size = size;
    }

    /** The sessions that a filter meets now; how many they are is settled, and who they are too where they are few. */
    static Collection<Session> matching(Columns columns, Lock reading, SessionFilter filter) {
        reading.lock();
        try {
            IntPredicate condition = filter.on(columns);
            int met = 0;
            Queue<Session> few = new ArrayDeque<>();
            for (int slot = 0; slot < columns.end(); slot++) {
                if (columns.holds(slot) && condition.test(slot)) {
                    met++;
                    if (met <= BATCH) {
                        few.add(columns.session(slot));
                    }
                }
            }
            return met <= BATCH ? few : new LazySessions(columns, reading, filter, met);
        } finally {
            reading.unlock();
        }
    }

    @Override
    public int size() {
        if (size != null) {
            return size;
        }
        reading.lock();
        try {
            return columns.count();
        } finally {
            reading.unlock();
        }
    }

    @Override
    public Iterator<Session> iterator() {
        return new Batches();
    }

    private final class Batches implements Iterator<Session> {

        private final Queue<Session> made = new ArrayDeque<>(BATCH);
        private final IntPredicate condition = filter.on(columns);
        private int next;

        @Override
        public boolean hasNext() {
            if (made.isEmpty()) {
                make();
            }
            return !made.isEmpty();
        }

        @Override
        public Session next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            return made.remove();
        }

        private void make() {
            reading.lock();
            try {
                for (; next < columns.end() && made.size() < BATCH; next++) {
                    if (columns.holds(next) && condition.test(next)) {
                        made.add(columns.session(next));
                    }
                }
            } finally {
                reading.unlock();
            }
        }
    }
}
