package dev.gatehouse.server;

import dev.gatehouse.model.api.CapsuleExchange.Delta;
import dev.gatehouse.model.session.EndedSession;
import dev.gatehouse.model.session.Session;
import dev.gatehouse.server.capsule.CapsulePart.Window;
import dev.gatehouse.server.session.EndedSessionStore;
import dev.gatehouse.server.session.PresenceIndex;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Who was online in a window of time, and who came and went. Held are only the sessions that are online now. */
record CapsulePresence(PresenceIndex index, EndedSessionStore ended) {

    private static final Comparator<Session> BY_CONNECTION = Comparator
            .comparingLong((Session session) -> session.connectedAt().toEpochMilli()).thenComparing(Session::sid);

    /** The next of a row of deltas. */
    private record Head(Delta delta, Iterator<Delta> rest) {}

    /** Those that ended within the window, newest first. */
    void ended(Window window, Consumer<Object> sink) {
        ended.ended(window.from(), window.to(), true).forEachRemaining(sink);
    }

    /** Those that were online at the window's end, each once: some are still, some have ended since. */
    void online(Window window, Consumer<Object> sink) {
        List<Session> still = still(window);
        still.forEach(sink);
        overOnly(ended.onlineAt(window.to()), still).forEach(sink);
    }

    /** Those that came and went within the window, oldest first to the millisecond. */
    void deltas(Window window, Consumer<Object> sink) {
        List<Session> still = still(window);
        List<Iterator<Delta>> rows = List.of(
                stream(ended.ended(window.from(), window.to(), false)).map(CapsulePresence::went).iterator(),
                overOnly(ended.connected(window.from(), window.to()), still).map(CapsulePresence::came).iterator(),
                still.stream().filter(session -> window.holds(session.connectedAt())).map(CapsulePresence::came)
                        .iterator());
        PriorityQueue<Head> heads = new PriorityQueue<>(Comparator.comparing(head -> head.delta.at()));
        rows.forEach(row -> push(heads, row));
        for (Head head = heads.poll(); head != null; head = heads.poll()) {
            sink.accept(head.delta);
            push(heads, head.rest);
        }
    }

    private static void push(PriorityQueue<Head> heads, Iterator<Delta> row) {
        if (row.hasNext()) {
            heads.add(new Head(row.next(), row));
        }
    }

    /** Those that are online now and were before the window's end, in the order in which they came. */
    private List<Session> still(Window window) {
        List<Session> found = new ArrayList<>();
        for (Session session : index.all()) {
            if (session.connectedAt().isBefore(window.to())) {
                found.add(session);
            }
        }
        found.sort(BY_CONNECTION);
        return found;
    }

    /** Sessions that are over, without those that were online still when {@code still} was made. */
    private static Stream<Session> overOnly(Iterator<EndedSession> over, List<Session> still) {
        return stream(over).map(EndedSession::session)
                .filter(session -> Collections.binarySearch(still, session, BY_CONNECTION) < 0);
    }

    private static <T> Stream<T> stream(Iterator<T> iterator) {
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(iterator, Spliterator.ORDERED), false);
    }

    private static Delta came(Session session) {
        return new Delta(session.connectedAt(), true, session.sid(), session.username(), session.node());
    }

    private static Delta went(EndedSession over) {
        return new Delta(over.endedAt(), false, over.session().sid(), over.session().username(),
                over.session().node());
    }
}
