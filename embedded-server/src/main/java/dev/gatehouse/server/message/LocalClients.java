package dev.gatehouse.server.message;

import dev.gatehouse.server.session.Client;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The clients whose sockets this node holds. Safe for use by several threads. */
final class LocalClients {

    private final Map<Client, LocalClient> clients = new ConcurrentHashMap<>();
    private final Map<String, LocalClient> bySid = new ConcurrentHashMap<>();
    private final Map<String, Set<LocalClient>> byUser = new ConcurrentHashMap<>();

    void add(LocalClient client) {
        clients.put(client.client(), client);
        bySid.put(client.sid(), client);
        byUser.compute(client.user(), (_, there) -> {
            Set<LocalClient> set = there == null ? ConcurrentHashMap.newKeySet() : there;
            set.add(client);
            return set;
        });
    }

    @Nullable
    LocalClient remove(Client client) {
        LocalClient there = clients.remove(client);
        if (there != null) {
            bySid.remove(there.sid(), there);
            byUser.computeIfPresent(there.user(), (_, set) -> {
                set.remove(there);
                return set.isEmpty() ? null : set;
            });
        }
        return there;
    }

    @Nullable
    LocalClient find(Client client) {
        return clients.get(client);
    }

    @Nullable
    LocalClient find(String sid) {
        return bySid.get(sid);
    }

    Collection<LocalClient> ofUser(String user) {
        return byUser.getOrDefault(user, Set.of());
    }

    Collection<LocalClient> all() {
        return clients.values();
    }

    Set<String> users() {
        return byUser.keySet();
    }
}
