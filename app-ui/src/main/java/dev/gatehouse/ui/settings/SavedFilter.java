package dev.gatehouse.ui.settings;

import java.util.List;
import java.util.Objects;

/**
 * A search of the book that somebody wants to find again.
 *
 * @param id     names it for ever, whatever it is called
 * @param name   what it is called
 * @param query  in the words of the search
 * @param topics those searched; empty for all
 * @param range  which kind of range is searched
 * @param from   where a range of its own begins, as it was typed; empty for none
 * @param to     where it ends
 */
public record SavedFilter(String id, String name, String query, List<String> topics, Range range, String from,
        String to) {

    /** Which part of the book is meant. */
    public enum Range {
        ALL,
        HOUR,
        DAY,
        WEEK,
        /** Between two moments. */
        TIME,
        /** Between two offsets of a partition. */
        OFFSETS
    }

    /** What a file does not say is empty. */
    public SavedFilter {
        query = Objects.requireNonNullElse(query, "");
        topics = List.copyOf(Objects.requireNonNullElse(topics, List.of()));
        range = Objects.requireNonNullElse(range, Range.ALL);
        from = Objects.requireNonNullElse(from, "");
        to = Objects.requireNonNullElse(to, "");
    }

    /** The same search under another name. */
    public SavedFilter named(String other) {
        return new SavedFilter(id, other, query, topics, range, from, to);
    }
}
