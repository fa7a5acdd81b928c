package dev.gatehouse.server.user.sqlite;

import dev.gatehouse.model.api.Page;
import dev.gatehouse.model.user.User;
import dev.gatehouse.server.call.RequestFailure;
import dev.gatehouse.server.log.State;
import dev.gatehouse.server.log.sqlite.StateRows;
import dev.gatehouse.server.replica.sqlite.ReplicaDatabase;
import dev.gatehouse.server.user.UserStore;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Lists of users from the replica. A cursor is the sort value and the id of the last row that was seen. */
public final class SqliteUserStore implements UserStore {

    private static final char SEPARATOR = '\n';

    private final ReplicaDatabase database;
    private final Clock clock;

    private record Row(User user, String sortValue) {}

    public SqliteUserStore(ReplicaDatabase database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    @Override
    public @Nullable User find(String id) {
        return database.<@Nullable User>read(handle -> handle.createQuery("SELECT * FROM user WHERE id = :id")
                .bind("id", id).map((row, context) -> StateRows.account(row).user().asOf(clock.instant())).findOne()
                .orElse(null));
    }

    @Override
    public Page<User> list(Query query) {
        UserConditions conditions = UserConditions.of(query.filter(), clock.instant());
        String column = column(query.sort());
        String filter = conditions.sql();
        String after = "TRUE";
        String cursor = query.cursor();
        Map<String, Object> pageValues = new HashMap<>(conditions.values());
        if (cursor != null) {
            String[] place = place(cursor);
            after = "(" + column + ", id) " + (query.descending() ? "<" : ">") + " (:afterValue, :afterId)";
            pageValues.put("afterValue", query.sort() == Sort.USERNAME ? place[0] : number(place[0]));
            pageValues.put("afterId", place[1]);
        }
        String direction = query.descending() ? " DESC" : "";
        String page = "SELECT *, " + column + " AS sort_value FROM user WHERE " + filter + " AND " + after
                + " ORDER BY " + column + direction + ", id" + direction + " LIMIT :limit";
        return database.read(handle -> {
            long total = handle.createQuery("SELECT count(*) FROM user WHERE " + filter).bindMap(conditions.values())
                    .mapTo(Long.class).one();
            List<Row> rows = handle.createQuery(page).bindMap(pageValues).bind("limit", query.limit() + 1)
                    .map((row, context) -> new Row(StateRows.account(row).user().asOf(clock.instant()),
                            row.getString("sort_value")))
                    .list();
            boolean more = rows.size() > query.limit();
            List<Row> shown = more ? rows.subList(0, query.limit()) : rows;
            return new Page<>(total, shown.stream().map(Row::user).toList(), more ? cursor(shown.getLast()) : null);
        });
    }

    @Override
    public List<User> page(Filter filter, String afterId, int limit) {
        UserConditions conditions = UserConditions.of(filter, clock.instant());
        return database.read(handle -> handle
                .createQuery(
                        "SELECT * FROM user WHERE id > :after AND " + conditions.sql() + " ORDER BY id LIMIT :limit")
                .bindMap(conditions.values()).bind("after", afterId).bind("limit", limit)
                .map((row, context) -> StateRows.account(row).user().asOf(clock.instant())).list());
    }

    @Override
    public Map<String, String> named(Collection<String> usernames) {
        if (usernames.isEmpty()) {
            return Map.of();
        }
        List<String> folded = usernames.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
        return database.read(handle -> handle
                .createQuery("SELECT username_folded, id FROM user WHERE username_folded IN (<names>)")
                .bindList("names", folded)
                .collectRows(Collectors.toMap(row -> row.getColumn(1, String.class),
                        row -> row.getColumn(2, String.class))));
    }

    @Override
    public @Nullable User deleted(String id) {
        return database.<@Nullable User>read(handle -> handle
                .createQuery("SELECT * FROM deleted_user WHERE id = :id AND deleted_at >= :since")
                .bind("id", id).bind("since", clock.instant().minus(State.RESTORABLE).toEpochMilli())
                .map((row, context) -> StateRows.deleted(row).account().user()).findOne().orElse(null));
    }

    private static String column(Sort sort) {
        return switch (sort) {
            case USERNAME -> "username_folded";
            case CREATED_AT -> "created_at";
            case UPDATED_AT -> "updated_at";
            case LAST_LOGIN_AT -> "coalesce(last_login_at, 0)";
        };
    }

    private static String cursor(Row row) {
        return Base64.getUrlEncoder().withoutPadding()
                .encodeToString((row.sortValue() + SEPARATOR + row.user().id()).getBytes(StandardCharsets.UTF_8));
    }

    private static String[] place(String cursor) {
        try {
            String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            int split = text.lastIndexOf(SEPARATOR);
            if (split >= 0) {
                return new String[]{text.substring(0, split), text.substring(split + 1)};
            }
        } catch (IllegalArgumentException e) {
            throw noCursor();
        }
        throw noCursor();
    }

    private static long number(String value) {
        try {
            return Long.parseLong(value);
        } catch (NumberFormatException e) {
            throw noCursor();
        }
    }

    private static RequestFailure noCursor() {
        return RequestFailure.invalid("cursor", "is not one that this list gave; start again without it.");
    }
}
