package dev.gatehouse.server.user.sqlite;

import dev.gatehouse.model.user.UserState;
import dev.gatehouse.server.user.UserStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A filter as SQL over the table {@code user}.
 *
 * @param sql    a condition
 * @param values of the names in it
 */
record UserConditions(String sql, Map<String, Object> values) {

    /** @param now decides who is banned and who is dormant */
    static UserConditions of(UserStore.Filter filter, Instant now) {
        List<String> conditions = new ArrayList<>();
        Map<String, Object> values = new HashMap<>();
        if (filter.text() != null) {
            conditions.add("(username_folded LIKE :text ESCAPE '!' OR lower(display_name) LIKE :text ESCAPE '!' "
                    + "OR lower(email) LIKE :text ESCAPE '!')");
            values.put("text", "%" + escaped(filter.text().toLowerCase(Locale.ROOT)) + "%");
        }
        if (filter.role() != null) {
            conditions.add("roles LIKE :role");
            values.put("role", "%\"" + filter.role().name().toLowerCase(Locale.ROOT) + "\"%");
        }
        if (filter.state() != null) {
            conditions.add((filter.state() == UserState.BANNED ? "" : "NOT ")
                    + "(state = 'banned' AND (banned_until IS NULL OR banned_until > :now))");
            values.put("now", now.toEpochMilli());
        }
        if (filter.dormantDays() != null) {
            conditions.add("(last_login_at IS NULL OR last_login_at <= :dormant)");
            values.put("dormant", now.minus(Duration.ofDays(filter.dormantDays())).toEpochMilli());
        }
        return new UserConditions(conditions.isEmpty() ? "TRUE" : String.join(" AND ", conditions), values);
    }

    private static String escaped(String text) {
        return text.replace("!", "!!").replace("%", "!%").replace("_", "!_");
    }
}
