package dev.gatehouse.server.route;

import java.util.ArrayList;
import java.util.List;

/**
 * A route's path, taken apart: fixed segments, {@code :name} for one segment, a last {@code *name} for the rest.
 *
 * @param segments from left to right; none for {@code /}
 */
record RoutePattern(List<Segment> segments) {

    /** One part between slashes. */
    sealed interface Segment {

        /** @param text its {@link Octets} */
        record Fixed(String text) implements Segment {}

        record Param(String name) implements Segment {}

        record Rest(String name) implements Segment {}
    }

    RoutePattern {
        segments = List.copyOf(segments);
    }

    /** Takes a sound path apart. */
    static RoutePattern of(String path) {
        List<Segment> segments = new ArrayList<>();
        for (String part : split(path)) {
            segments.add(switch (part.charAt(0)) {
                case ':' -> new Segment.Param(part.substring(1));
                case '*' -> new Segment.Rest(part.substring(1));
                default -> new Segment.Fixed(Octets.of(part));
            });
        }
        return new RoutePattern(segments);
    }

    /** The parts between slashes; a slash at the end does not count. */
    static List<String> split(String path) {
        String bare = path.endsWith("/") ? path.substring(1, Math.max(1, path.length() - 1)) : path.substring(1);
        return bare.isEmpty() ? List.of() : List.of(bare.split("/", -1));
    }

    /** Whether there is a path that both take. */
    boolean overlaps(RoutePattern other) {
        int at = 0;
        while (true) {
            boolean mineEnds = at == segments.size();
            boolean othersEnds = at == other.segments.size();
            if (mineEnds && othersEnds) {
                return true;
            }
            if (!mineEnds && segments.get(at) instanceof Segment.Rest) {
                return !othersEnds;
            }
            if (!othersEnds && other.segments.get(at) instanceof Segment.Rest) {
                return !mineEnds;
            }
            if (mineEnds || othersEnds) {
                return false;
            }
            if (segments.get(at) instanceof Segment.Fixed(String mine)
                    && other.segments.get(at) instanceof Segment.Fixed(String others) && !mine.equals(others)) {
                return false;
            }
            at++;
        }
    }

    /** Whether both take exactly the same paths. */
    boolean sameShape(RoutePattern other) {
        if (segments.size() != other.segments.size()) {
            return false;
        }
        for (int at = 0; at < segments.size(); at++) {
            Segment mine = segments.get(at);
            Segment others = other.segments.get(at);
            boolean same = mine instanceof Segment.Fixed
                    ? mine.equals(others)
                    : mine.getClass() == others.getClass();
            if (!same) {
                return false;
            }
        }
        return true;
    }
}
