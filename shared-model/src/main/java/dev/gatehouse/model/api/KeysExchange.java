package dev.gatehouse.model.api;

import dev.gatehouse.model.audit.Receipt;
import java.time.Instant;
import java.util.List;

/** {@code /api/v1/keys}: the public halves of the keys that nodes sign access tokens with. */
public final class KeysExchange {

    public static final String PATH = "/api/v1/keys";
    public static final String ROTATE_PATH = PATH + "/rotate";

    private KeysExchange() {}

    /** What a key is good for, as the node that answers knows. */
    public enum State {
        /** A new key of this node that not every node knows yet. */
        WAITING,
        /** The key that this node signs with. */
        SIGNING,
        /** A former key of this node that goes when its last token has expired. */
        RETIRING,
        /** A key of another node. */
        PUBLISHED
    }

    /**
     * A key.
     *
     * @param id   the {@code kid} of the tokens signed with it
     * @param node whose it is
     */
    public record Key(String id, String node, Instant publishedAt, State state) {}

    /** @param items by node, each node's oldest first */
    public record Keys(List<Key> items) {}

    /** {@code POST /api/v1/keys/rotate}: the new key of the node that answers. */
    public record Rotated(Key key, Receipt receipt) {}
}
