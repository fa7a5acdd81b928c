package dev.gatehouse.server.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The message that a client is sending, put together from its fragments. Holds nothing between two messages. */
final class IncomingMessage {

    private static final byte[] NOTHING = {};
    private static final String NOT_UTF8 = "the text is not valid UTF-8";

    private final int mostBytes;
    private boolean text;
    private byte[] bytes = NOTHING;
    private int length;
    private int utf8 = Utf8.COMPLETE;

    IncomingMessage(int mostBytes) {
        this.mostBytes = mostBytes;
    }

    /** A first fragment comes. */
    void begin(boolean isText) {
        text = isText;
        clear();
    }

    /**
     * Takes a fragment, which may be empty.
     *
     * @param last whether the message is whole with it
     * @return what is wrong with the message, in a few words; absent where nothing is
     */
    @Nullable
    String add(ByteBuffer fragment, boolean last) {
        int more = fragment.remaining();
        if (more > mostBytes - length) {
            clear();
            return "the message is larger than " + mostBytes + " bytes";
        }
        if (length + more > bytes.length) {
            int wanted = last ? length + more : Math.min(mostBytes, Math.max(length + more, 2 * bytes.length));
            bytes = Arrays.copyOf(bytes, wanted);
        }
        fragment.get(bytes, length, more);
        if (text) {
            utf8 = Utf8.after(utf8, bytes, length, more);
            if (utf8 == Utf8.INVALID || (last && utf8 != Utf8.COMPLETE)) {
                clear();
                return NOT_UTF8;
            }
        }
        length += more;
        return null;
    }

    boolean isText() {
        return text;
    }

    /** The message, once it is whole; forgets it. */
    String takeText() {
        String result = new String(bytes, 0, length, StandardCharsets.UTF_8);
        clear();
        return result;
    }

    /** The message, once it is whole; forgets it. */
    ByteBuffer takeBinary() {
        ByteBuffer result = ByteBuffer.wrap(bytes, 0, length);
        clear();
        return result;
    }

    private void clear() {
        bytes = NOTHING;
        length = 0;
        utf8 = Utf8.COMPLETE;
    }
}
