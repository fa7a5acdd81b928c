package dev.gatehouse.ui.demo.feed;

import org.jspecify.annotations.Nullable;

/**
 * What is said to the feed.
 *
 * @param text  of a new entry; absent to read the thread
 * @param on    the number of the post to comment on; absent for a post
 * @param after to read what follows this number; absent to write
 */
public record FeedRequest(String thread, @Nullable String text, @Nullable Long on, @Nullable Long after) {

    /** A new post. */
    public static FeedRequest post(String thread, String text) {
        return new FeedRequest(thread, text, null, null);
    }

    /** A comment on a post. */
    public static FeedRequest comment(String thread, long on, String text) {
        return new FeedRequest(thread, text, on, null);
    }

    /** A wish for what follows a number. */
    public static FeedRequest read(String thread, long after) {
        return new FeedRequest(thread, null, null, after);
    }
}
