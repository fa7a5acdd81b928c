package dev.gatehouse.ui.demo.feed;

import java.util.List;

/**
 * What the feed says: to a thread's room whenever something is new, and to whoever wants to read.
 *
 * @param entries one after the other, without a gap
 * @param last    the number of the thread's newest entry
 */
public record FeedPage(String thread, List<FeedEntry> entries, long last) {

    public FeedPage {
        entries = List.copyOf(entries);
    }
}
