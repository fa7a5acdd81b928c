package dev.gatehouse.server.auth.redis;

import dev.gatehouse.model.auth.ClientKind;
import dev.gatehouse.server.auth.Login;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Between logins and their Redis hashes; times are milliseconds since 1970 UTC. */
final class LoginHash {

    private LoginHash() {}

    /** The fields of a whole login. */
    static Map<String, String> fields(Login login) {
        Map<String, String> fields = new HashMap<>(fields(login.refresh()));
        fields.put("user", login.userId());
        fields.put("kind", login.kind().name());
        fields.put("ip", login.ip());
        if (login.agent() != null) {
            fields.put("agent", login.agent());
        }
        fields.put("loginAt", Long.toString(login.loginAt().toEpochMilli()));
        fields.put("endsAt", Long.toString(login.endsAt().toEpochMilli()));
        fields.put("renewals", Integer.toString(login.lifetime().renewals()));
        if (login.cookieHash() != null) {
            fields.put("cookie", login.cookieHash());
        }
        return fields;
    }

    /** The fields of a login's refresh token. */
    static Map<String, String> fields(Login.Refresh refresh) {
        Map<String, String> fields = new HashMap<>();
        fields.put("family", refresh.family());
        fields.put("refresh", refresh.hash());
        fields.put("refreshUntil", Long.toString(refresh.until().toEpochMilli()));
        Login.Exchange exchange = refresh.exchange();
        if (exchange != null) {
            fields.put("previous", exchange.previousHash());
            fields.put("rotatedAt", Long.toString(exchange.at().toEpochMilli()));
            fields.put("sealed", exchange.sealed());
        }
        return fields;
    }

    /** The login that a hash tells of; absent where there is no hash. */
    static @Nullable Login login(String sid, Map<String, String> fields) {
        String user = fields.get("user");
        String refresh = fields.get("refresh");
        if (user == null || refresh == null) {
            return null;
        }
        String previous = fields.get("previous");
        Login.Exchange exchange = previous == null
                ? null
                : new Login.Exchange(previous, instant(fields, "rotatedAt"), fields.getOrDefault("sealed", ""));
        return new Login(sid, user, ClientKind.valueOf(fields.getOrDefault("kind", ClientKind.WEB.name())),
                fields.getOrDefault("ip", ""), fields.get("agent"), instant(fields, "loginAt"),
                new Login.Refresh(fields.getOrDefault("family", ""), refresh, instant(fields, "refreshUntil"),
                        exchange),
                new Login.Lifetime(instant(fields, "endsAt"), Integer.parseInt(fields.getOrDefault("renewals", "0"))),
                fields.get("cookie"));
    }

    private static Instant instant(Map<String, String> fields, String name) {
        return Instant.ofEpochMilli(Long.parseLong(fields.getOrDefault(name, "0")));
    }
}
