package dev.gatehouse.ui.demo.feed;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A post, or a comment on one.
 *
 * @param number its place in the thread: 1, 2, 3 and so on, without a gap
 * @param on     the number of the post that it is a comment on; absent for a post
 * @param author the id of the user who wrote it
 * @param msgId  the message that it came in; the same again is the same entry
 */
public record FeedEntry(String thread, long number, @Nullable Long on, String author, String authorName, String text,
        Instant at, String msgId) {

    /** The room in which a thread's entries are pushed. */
    public static String room(String thread) {
        return "thread:" + thread;
    }
}
