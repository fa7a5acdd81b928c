package dev.gatehouse.server.log.sqlite;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import dev.gatehouse.model.auth.Role;
import dev.gatehouse.model.json.Json;
import dev.gatehouse.model.machine.Machine;
import dev.gatehouse.model.route.Route;
import dev.gatehouse.model.user.Ban;
import dev.gatehouse.model.user.User;
import dev.gatehouse.model.user.UserState;
import dev.gatehouse.server.log.Account;
import dev.gatehouse.server.log.DeletedAccount;
import dev.gatehouse.server.log.SigningKey;
import dev.gatehouse.server.log.State;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Between rows of the state's tables and their records. */
public final class StateRows {

    private static final TypeReference<Set<Role>> ROLES = new TypeReference<>() {};

    private StateRows() {}

    /** A row of table {@code user}. */
    public static Account account(ResultSet row) throws SQLException {
        String ban = row.getString("ban");
        User user = new User(row.getString("id"), row.getString("username"), row.getString("display_name"),
                row.getString("email"), read(row.getString("roles"), ROLES),
                UserState.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
                ban == null ? null : read(ban, Ban.class), instant(row, "last_login_at"),
                Instant.ofEpochMilli(row.getLong("created_at")), Instant.ofEpochMilli(row.getLong("updated_at")),
                row.getLong("version"));
        return new Account(user, row.getString("password_hash"),
                Instant.ofEpochMilli(row.getLong("sessions_ended_at")));
    }

    /** A row of table {@code deleted_user}. */
    public static DeletedAccount deleted(ResultSet row) throws SQLException {
        return new DeletedAccount(
                new Account(read(row.getString("body"), User.class), row.getString("password_hash"),
                        Instant.ofEpochMilli(row.getLong("sessions_ended_at"))),
                Instant.ofEpochMilli(row.getLong("deleted_at")));
    }

    /** A row of table {@code route}. */
    public static Route route(ResultSet row) throws SQLException {
        return read(row.getString("body"), Route.class);
    }

    /** A row of table {@code machine}. */
    public static Machine machine(ResultSet row) throws SQLException {
        return read(row.getString("body"), Machine.class);
    }

    /** A row of table {@code signing_key}. */
    public static SigningKey key(ResultSet row) throws SQLException {
        return new SigningKey(row.getString("id"), row.getString("node"), row.getString("public_key"),
                Instant.ofEpochMilli(row.getLong("published_at")));
    }

    /** Writes a user, new or changed; the last login stays. */
    static void put(Handle handle, Account account) {
        User user = account.user();
        Ban ban = user.ban();
        handle.createUpdate(
                """
                INSERT INTO user (id, username, username_folded, display_name, email, roles, is_admin, state, ban,
                                  banned_until, last_login_at, created_at, updated_at, version, password_hash, sessions_ended_at)
                VALUES (:id, :username, :folded, :display, :email, :roles, :admin, :state, :ban,
                        :until, :login, :created, :updated, :version, :hash, :ended)
                ON CONFLICT (id) DO UPDATE SET
                    display_name = :display, email = :email, roles = :roles, is_admin = :admin, state = :state,
                    ban = :ban, banned_until = :until, updated_at = :updated, version = :version,
                    password_hash = :hash, sessions_ended_at = :ended
                """)
                .bind("id", user.id())
                .bind("username", user.username())
                .bind("folded", user.username().toLowerCase(Locale.ROOT))
                .bind("display", user.displayName())
                .bind("email", user.email())
                .bind("roles", write(user.roles()))
                .bind("admin", user.roles().contains(Role.ADMIN) ? 1 : 0)
                .bind("state", user.state().name().toLowerCase(Locale.ROOT))
                .bind("ban", ban == null ? null : write(ban))
                .bind("until", ban == null || ban.until() == null ? null : ban.until().toEpochMilli())
                .bind("login", millis(user.lastLoginAt()))
                .bind("created", user.createdAt().toEpochMilli())
                .bind("updated", user.updatedAt().toEpochMilli())
                .bind("version", user.version())
                .bind("hash", account.passwordHash())
                .bind("ended", account.sessionsEndedAt().toEpochMilli())
                .execute();
    }

    /** Writes a machine, new or changed; the name of a retired one is free. */
    static void put(Handle handle, Machine machine) {
        handle.createUpdate("""
                            INSERT INTO machine (id, name_in_use, body) VALUES (:id, :name, :body)
                            ON CONFLICT (id) DO UPDATE SET name_in_use = :name, body = :body
                            """).bind("id", machine.id())
                .bind("name", machine.retiredAt() == null ? State.folded(machine.name()) : null)
                .bind("body", write(machine)).execute();
    }

    /**
     * Moves a user to those that can be brought back, and forgets those whose time is over by then. The log alone
     * decides when that is, so that all nodes remember the same.
     */
    static void bury(Handle handle, Account account, Instant at) {
        handle.execute("DELETE FROM user WHERE id = ?", account.user().id());
        handle.createUpdate(
                """
                INSERT OR REPLACE INTO deleted_user (id, body, password_hash, sessions_ended_at, deleted_at)
                VALUES (:id, :body, :hash, :ended, :at)""")
                .bind("id", account.user().id())
                .bind("body", write(account.user()))
                .bind("hash", account.passwordHash())
                .bind("ended", account.sessionsEndedAt().toEpochMilli())
                .bind("at", at.toEpochMilli())
                .execute();
        handle.execute("DELETE FROM deleted_user WHERE deleted_at < ?", at.minus(State.RESTORABLE).toEpochMilli());
    }

    /** Any record as JSON text. */
    public static String write(Object value) {
        try {
            return Json.LENIENT.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(value.getClass() + " cannot be written", e);
        }
    }

    /** A record of JSON text that this node wrote. */
    public static <T> T read(String json, Class<T> type) {
        try {
            return Json.LENIENT.readValue(json, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The replica holds a " + type.getSimpleName() + " that cannot be read", e);
        }
    }

    private static <T> T read(String json, TypeReference<T> type) {
        try {
            return Json.LENIENT.readValue(json, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The replica holds a value that cannot be read", e);
        }
    }

    private static @Nullable Long millis(@Nullable Instant instant) {
        return instant == null ? null : instant.toEpochMilli();
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        long millis = row.getLong(column);
        return row.wasNull() ? null : Instant.ofEpochMilli(millis);
    }
}
