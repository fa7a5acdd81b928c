package dev.gatehouse.server.message;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.gatehouse.model.message.Qos;
import org.jspecify.annotations.Nullable;

/** Messages for tests. */
public final class Notes {

    private Notes() {}

    /** What ann says to a room. */
    public static Note said(String room, String text, @Nullable String id) {
        return Note.toRoom(new Note.Author("u-ann", "ann", "s1", id), room, new TextNode(text), Qos.AT_LEAST_ONCE);
    }

    /** What an operator says to a user. */
    public static Note announced(String user, String text) {
        return Note.to(new Note.Author("u-root", "root", null, null), user, null, new TextNode(text),
                Qos.AT_LEAST_ONCE);
    }

    /** What ann says to a user. */
    public static Note told(String user, String text, @Nullable String id) {
        return Note.to(new Note.Author("u-ann", "ann", "s1", id), user, null, new TextNode(text), Qos.AT_LEAST_ONCE);
    }
}
