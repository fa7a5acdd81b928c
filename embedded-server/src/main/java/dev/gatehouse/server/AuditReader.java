package dev.gatehouse.server;

import com.typesafe.config.Config;
import dev.gatehouse.model.audit.AuditEntry.Format;
import dev.gatehouse.model.audit.TopicKind;
import dev.gatehouse.server.audit.AuditMasks;
import dev.gatehouse.server.audit.AuditRetention;
import dev.gatehouse.server.audit.TopicReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the part of the configuration that begins with {@code audit}. */
final class AuditReader {

    private static final Pattern TOPIC = Pattern.compile(
            "([A-Za-z0-9._-]{1,249}):(json|text|binary)(?:\\(([^()]*)\\))?");
    private static final Pattern SIZE = Pattern.compile("\\d{1,18}");
    private static final String TOPICS = "audit.topics";
    private static final Duration LONGEST = Duration.ofDays(36_500);

    private final ConfigReader reader;
    private final Config config;

    AuditReader(ConfigReader reader, Config config) {
        this.reader = reader;
        this.config = config;
    }

    ServerConfig.Audit read(ServerConfig.Kafka kafka) {
        Map<String, TopicReader> topics = topics();
        reader.check(topics.isEmpty() || kafka.configured(), TOPICS, reader.text(config, TOPICS),
                "needs kafka.bootstrap beside it");
        for (String own : List.of(kafka.changesTopic(), kafka.auditTopic(), kafka.accessTopic())) {
            reader.check(!topics.containsKey(own), TOPICS, own, "is a topic of Gatehouse itself and indexed anyway");
        }
        String bytes = reader.text(config, "audit.keep-bytes");
        boolean sound = SIZE.matcher(bytes).matches();
        reader.check(sound, "audit.keep-bytes", bytes, "must be a number of bytes; 0 for no limit");
        AuditRetention.Limits limits = new AuditRetention.Limits(
                reader.duration(config, "audit.keep", Duration.ZERO, LONGEST),
                reader.duration(config, "audit.keep-access", Duration.ZERO, LONGEST),
                sound ? Long.parseLong(bytes) : 0);
        return new ServerConfig.Audit(limits, topics, new AuditMasks(paths("viewer"), paths("operator")));
    }

    private List<String> paths(String role) {
        String key = "audit.mask." + role;
        List<String> paths = new ArrayList<>();
        for (String path : reader.text(config, key).split(",", -1)) {
            if (!path.isBlank()) {
                reader.check(AuditMasks.isPath(path.strip()), key, path.strip(), "must be paths such as data.actor.ip, "
                        + "data.reason or data.before.email, with commas");
                paths.add(path.strip());
            }
        }
        return paths;
    }

    private Map<String, TopicReader> topics() {
        Map<String, TopicReader> topics = new LinkedHashMap<>();
        for (String one : reader.text(config, TOPICS).split(";", -1)) {
            if (one.isBlank()) {
                continue;
            }
            Matcher matcher = TOPIC.matcher(one.strip());
            boolean sound = matcher.matches();
            reader.check(sound, TOPICS, one.strip(),
                    "must be topics such as orders:json(time=at,actor=user.id);lines:text;frames:binary");
            if (sound) {
                Format format = switch (matcher.group(2).toLowerCase(Locale.ROOT)) {
                    case "json" -> Format.JSON;
                    case "text" -> Format.TEXT;
                    default -> Format.HEX;
                };
                topics.put(matcher.group(1), new TopicReader(TopicKind.FOREIGN, format, fields(matcher.group(3))));
            }
        }
        return topics;
    }

    private Map<String, String> fields(@Nullable String text) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (String one : text == null ? new String[0] : text.split(",", -1)) {
            String[] sides = one.split("=", 2);
            boolean sound = sides.length == 2 && TopicReader.FIELDS.contains(sides[0].strip()) && !sides[1].isBlank();
            reader.check(sound, TOPICS, one, "must name fields among " + String.join(", ", TopicReader.FIELDS)
                    + ", each with = and a path");
            if (sound) {
                fields.put(sides[0].strip(), sides[1].strip());
            }
        }
        return fields;
    }
}
