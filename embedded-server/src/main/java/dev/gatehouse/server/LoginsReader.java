package dev.gatehouse.server;

import com.typesafe.config.Config;
import dev.gatehouse.server.auth.LifetimePolicies;
import dev.gatehouse.server.auth.LifetimePolicies.OffPeak;
import dev.gatehouse.server.auth.LifetimePolicy;
import dev.gatehouse.server.auth.LifetimePolicy.Renewal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what concerns sessions and signing keys, for a {@link ConfigReader} that collects the faults. */
final class LoginsReader {

    private static final Duration LEAST = Duration.ofSeconds(1);
    private static final Duration MOST = Duration.ofDays(365);
    private static final int MOST_RENEWALS = 1_000_000;

    private final ConfigReader reader;
    private final Config config;

    LoginsReader(ConfigReader reader, Config config) {
        this.reader = reader;
        this.config = config;
    }

    ServerConfig.Logins read() {
        Duration webStart = duration("auth.lifetime.web.start");
        Duration appStart = duration("auth.lifetime.app.start");
        Duration adminStart = duration("auth.lifetime.admin.start");
        LifetimePolicies policies = new LifetimePolicies(
                new LifetimePolicy(webStart, Renewal.EXTENDS, duration("auth.lifetime.web.extension"),
                        reader.number(config, "auth.lifetime.web.renewals", 0, MOST_RENEWALS),
                        threshold("web", webStart)),
                new LifetimePolicy(appStart, Renewal.RESETS, appStart, LifetimePolicy.UNBOUNDED,
                        threshold("app", appStart)),
                new LifetimePolicy(adminStart, Renewal.RESETS, adminStart,
                        reader.number(config, "auth.lifetime.admin.renewals", 0, MOST_RENEWALS),
                        threshold("admin", adminStart)),
                offPeak());
        return new ServerConfig.Logins(policies, reader.number(config, "auth.max-sessions", 0, 1_000_000),
                duration("auth.key-rotation"));
    }

    private Duration duration(String key) {
        return reader.duration(config, key, LEAST, MOST);
    }

    /** A threshold; where nobody chose one, it shrinks with the start. */
    private Duration threshold(String kind, Duration start) {
        String key = "auth.lifetime." + kind + ".threshold";
        Duration threshold = duration(key);
        boolean chosen = !"default".equals(config.getValue(key).origin().description());
        if (!chosen && threshold.compareTo(start) >= 0) {
            return start.dividedBy(2);
        }
        reader.check(threshold.compareTo(start) < 0, key, reader.text(config, key),
                "must be shorter than auth.lifetime." + kind + ".start");
        return threshold;
    }

    private @Nullable OffPeak offPeak() {
        double share = share();
        String text = reader.text(config, "auth.off-peak");
        if (text.isEmpty()) {
            return null;
        }
        List<String> ends = List.of(text.split("-", -1));
        try {
            if (ends.size() == 2) {
                LocalTime from = LocalTime.parse(ends.getFirst().strip());
                LocalTime to = LocalTime.parse(ends.getLast().strip());
                if (!from.equals(to)) {
                    return new OffPeak(from, to, ZoneId.systemDefault(), share);
                }
            }
        } catch (DateTimeException e) {
            return noOffPeak(text);
        }
        return noOffPeak(text);
    }

    private @Nullable OffPeak noOffPeak(String text) {
        reader.check(false, "auth.off-peak", text, "must be two times of day such as 00:00-06:00, or empty for never");
        return null;
    }

    private double share() {
        String text = reader.text(config, "auth.off-peak-share");
        try {
            double share = Double.parseDouble(text);
            reader.check(share > 0 && share <= 1, "auth.off-peak-share", text, "must be above 0 and at most 1");
            return share;
        } catch (NumberFormatException e) {
            reader.check(false, "auth.off-peak-share", text, "must be above 0 and at most 1");
            return 1;
        }
    }
}
