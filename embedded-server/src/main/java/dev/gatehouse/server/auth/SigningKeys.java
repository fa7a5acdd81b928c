package dev.gatehouse.server.auth;

import dev.gatehouse.server.auth.KeyFiles.Own;
import dev.gatehouse.server.call.StorageException;
import dev.gatehouse.server.log.Applied;
import dev.gatehouse.server.log.Change;
import dev.gatehouse.server.log.ChangeListener;
import dev.gatehouse.server.log.SigningKey;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * This node's signing keys, of which one signs, kept in the data folder and nowhere else; and the public keys of all
 * nodes.
 */
public final class SigningKeys implements ChangeListener {

    private final KeyFiles files;
    private final Accounts accounts;
    private final Map<String, Own> own = new ConcurrentHashMap<>();
    private final Map<String, PublicKey> known = new ConcurrentHashMap<>();
    private volatile Own signing;

    private SigningKeys(KeyFiles files, Accounts accounts, List<Own> loaded, Instant now) {
        this.files = files;
        this.accounts = accounts;
        loaded.forEach(key -> own.put(key.id(), key));
        List<Own> published = ownPublished().stream().map(key -> Objects.requireNonNull(own.get(key.id()))).toList();
        this.signing = ownPublished().reversed().stream()
                .filter(key -> !key.publishedAt().plus(KeyRotation.LONGEST_WAIT).isAfter(now)).findFirst()
                .map(key -> Objects.requireNonNull(own.get(key.id())))
                .orElseGet(() -> published.isEmpty() ? loaded.getFirst() : published.getFirst());
    }

    /**
     * Loads this node's keys, or makes one on the first start. The newest that every node has had time to hear of signs.
     *
     * @throws StorageException where a key can neither be read nor written
     */
    public static SigningKeys open(Path folder, Accounts accounts, Instant now) {
        KeyFiles files = new KeyFiles(folder);
        List<Own> loaded = files.load();
        return new SigningKeys(files, accounts, loaded.isEmpty() ? List.of(files.create()) : loaded, now);
    }

    @Override
    public void applied(Applied applied) {
        if (applied.command().change() instanceof Change.RetireKey retired) {
            known.remove(retired.id());
        }
    }

    /** The key that signs. */
    Own signing() {
        return signing;
    }

    /** Has another own key sign from now on. */
    void sign(Own key) {
        signing = key;
    }

    /** This node's keys, whether the log has them or not. */
    Collection<Own> own() {
        return List.copyOf(own.values());
    }

    /** This node's key with this id. */
    @Nullable
    Own own(String id) {
        return own.get(id);
    }

    /** Those of this node's keys that the log has, oldest first. */
    List<SigningKey> ownPublished() {
        return accounts.keys().stream().filter(key -> own.containsKey(key.id()))
                .sorted(Comparator.comparing(SigningKey::publishedAt).thenComparing(SigningKey::id)).toList();
    }

    /** All keys that the log has. */
    List<SigningKey> published() {
        return accounts.keys();
    }

    /** Makes a key that does not sign yet. */
    Own create() {
        Own made = files.create();
        own.put(made.id(), made);
        return made;
    }

    /** Destroys the private half of a key. */
    void destroy(Own key) {
        files.delete(key);
        own.remove(key.id());
    }

    /** The public half of a key, for the log. */
    static Change.PublishKey publication(Own key) {
        return new Change.PublishKey(key.id(), key.publicText());
    }

    /** The public key with this id, whichever node's it is. */
    @Nullable
    PublicKey find(String id) {
        Own mine = own.get(id);
        if (mine != null) {
            return mine.pair().getPublic();
        }
        PublicKey key = known.get(id);
        if (key != null) {
            return key;
        }
        SigningKey published = accounts.key(id);
        return published == null ? null : learned(published);
    }

    private PublicKey learned(SigningKey published) {
        try {
            PublicKey found = KeyFiles.publicKey(published.publicKey());
            known.put(published.id(), found);
            return found;
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalStateException("The log holds a signing key that is none: " + published.id(), e);
        }
    }

    /** This node's public keys, whether the log has them yet or not, and all others. */
    Map<String, PublicKey> all() {
        Map<String, PublicKey> all = new HashMap<>();
        for (SigningKey key : accounts.keys()) {
            PublicKey found = find(key.id());
            if (found != null) {
                all.put(key.id(), found);
            }
        }
        own.values().forEach(key -> all.put(key.id(), key.pair().getPublic()));
        return all;
    }
}
