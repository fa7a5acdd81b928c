package dev.gatehouse.server.auth.sqlite;

import dev.gatehouse.server.auth.Accounts;
import dev.gatehouse.server.log.Account;
import dev.gatehouse.server.log.SigningKey;
import dev.gatehouse.server.log.sqlite.StateRows;
import dev.gatehouse.server.replica.sqlite.ReplicaDatabase;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Users and keys as the replica has them. */
public final class SqliteAccounts implements Accounts {

    private final ReplicaDatabase database;

    public SqliteAccounts(ReplicaDatabase database) {
        this.database = database;
    }

    @Override
    public @Nullable Account byId(String id) {
        return find("SELECT * FROM user WHERE id = :value", id);
    }

    @Override
    public @Nullable Account byUsername(String username) {
        return find("SELECT * FROM user WHERE username_folded = :value", username.toLowerCase(Locale.ROOT));
    }

    private @Nullable Account find(String query, String value) {
        return database.<@Nullable Account>read(handle -> handle.createQuery(query).bind("value", value)
                .map((row, context) -> StateRows.account(row)).findOne().orElse(null));
    }

    @Override
    public void each(BiConsumer<String, String> user) {
        database.read(handle -> {
            handle.createQuery("SELECT id, username_folded FROM user").map((row, context) -> {
                user.accept(row.getString("id"), row.getString("username_folded"));
                return true;
            }).forEach(_ -> {});
            return true;
        });
    }

    @Override
    public boolean hasAdmin() {
        return database.read(handle -> handle.createQuery("SELECT 1 FROM user WHERE is_admin = 1 LIMIT 1")
                .mapTo(Integer.class).findOne().isPresent());
    }

    @Override
    public @Nullable SigningKey key(String id) {
        return database.<@Nullable SigningKey>read(
                handle -> handle.createQuery("SELECT * FROM signing_key WHERE id = :id").bind("id", id)
                        .map((row, context) -> StateRows.key(row)).findOne().orElse(null));
    }

    @Override
    public List<SigningKey> keys() {
        return database.read(handle -> handle.createQuery("SELECT * FROM signing_key ORDER BY published_at, id")
                .map((row, context) -> StateRows.key(row)).list());
    }

    @Override
    public void loggedIn(String id, Instant at) {
        database.write(handle -> handle
                .createUpdate("""
                              UPDATE user SET last_login_at = :at
                              WHERE id = :id AND (last_login_at IS NULL OR last_login_at < :at)
                              """).bind("id", id).bind("at", at.toEpochMilli()).execute());
    }
}
