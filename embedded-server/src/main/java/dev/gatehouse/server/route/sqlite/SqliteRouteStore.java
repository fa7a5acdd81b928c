package dev.gatehouse.server.route.sqlite;

import dev.gatehouse.model.audit.Receipt;
import dev.gatehouse.model.route.Route;
import dev.gatehouse.model.route.RouteVersion;
import dev.gatehouse.server.log.sqlite.SqliteState;
import dev.gatehouse.server.log.sqlite.StateRows;
import dev.gatehouse.server.replica.sqlite.ReplicaDatabase;
import dev.gatehouse.server.route.RouteStore;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Routes and their history from the replica. */
public final class SqliteRouteStore implements RouteStore {

    private final ReplicaDatabase database;

    public SqliteRouteStore(ReplicaDatabase database) {
        this.database = database;
    }

    @Override
    public @Nullable Route find(String id) {
        return database.<@Nullable Route>read(handle -> new SqliteState(handle).route(id));
    }

    @Override
    public List<Route> all() {
        return database.read(handle -> handle.createQuery("SELECT body FROM route ORDER BY id")
                .map((row, context) -> StateRows.route(row)).list());
    }

    @Override
    public List<RouteVersion> history(String id) {
        return database.read(handle -> handle
                .createQuery("SELECT * FROM route_history WHERE route_id = :id ORDER BY version DESC").bind("id", id)
                .map((row, context) -> {
                    String body = row.getString("body");
                    return new RouteVersion(row.getLong("version"), row.getString("change"),
                            body == null ? null : StateRows.read(body, Route.class), row.getString("changed_by"),
                            Instant.ofEpochMilli(row.getLong("changed_at")), new Receipt(row.getString("log_topic"),
                                    row.getInt("log_partition"), row.getLong("log_offset")));
                }).list());
    }
}
