package dev.gatehouse.server.redis;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where Redis is and how to sign in there, read from one of
 * <ul>
 * <li>{@code redis://[[user]:password@]host[:port][/database]}: one server
 * <li>{@code redis-sentinel://[[user]:password@]host[:port],host[:port]/master[/database]}: the sentinels that know the
 * master of that name; user and password are the master's
 * <li>{@code redis-cluster://[[user]:password@]host[:port],host[:port]}: some nodes of a cluster
 * </ul>
 * each also with {@code rediss} instead of {@code redis} for TLS. User and password are percent-encoded. Ports default
 * to 6379, those of sentinels to 26379.
 *
 * @param master the master's name; absent unless sentinels are asked
 */
public record RedisAddress(Form form, boolean tls, List<Host> hosts, @Nullable String user, @Nullable String password,
        int database, @Nullable String master) {

    private static final Pattern URI = Pattern
            .compile("(rediss?)(-sentinel|-cluster)?://(?:([^@/]*)@)?([^/@]+)((?:/[^/]*){0,2})");

    /** What stands at the address. */
    public enum Form {
        SINGLE,
        SENTINEL,
        CLUSTER
    }

    /** One host and port. */
    public record Host(String name, int port) {

        @Override
        public String toString() {
            return name + ":" + port;
        }
    }

    public RedisAddress {
        hosts = List.copyOf(hosts);
    }

    /**
     * Reads an address.
     *
     * @throws IllegalArgumentException with a sentence that says what is wrong, without the password
     */
    public static RedisAddress parse(String uri) {
        var match = URI.matcher(uri.strip());
        if (!match.matches()) {
            throw new IllegalArgumentException("redis.uri must look like redis://host:6379, rediss://host:6380,"
                    + " redis-sentinel://host:26379/master or redis-cluster://host:6379,host:6380.");
        }
        Form form = form(match.group(2));
        List<Host> hosts = new ArrayList<>();
        for (String host : match.group(4).split(",", -1)) {
            hosts.add(host(host, form == Form.SENTINEL ? 26379 : 6379));
        }
        if (form == Form.SINGLE && hosts.size() > 1) {
            throw new IllegalArgumentException("redis.uri names several hosts; use redis-cluster:// or"
                    + " redis-sentinel:// for that.");
        }
        List<String> path = new ArrayList<>(List.of(match.group(5).split("/")));
        path.removeIf(String::isEmpty);
        String master = null;
        if (form == Form.SENTINEL) {
            if (path.isEmpty()) {
                throw new IllegalArgumentException("redis.uri must name the master, as in"
                        + " redis-sentinel://host:26379/mymaster.");
            }
            master = path.removeFirst();
        }
        if (path.size() > (form == Form.CLUSTER ? 0 : 1)) {
            throw new IllegalArgumentException("redis.uri has more after the host than is understood: "
                    + String.join("/", path) + ".");
        }
        String credentials = match.group(3);
        int colon = credentials == null ? -1 : credentials.indexOf(':');
        String user = colon > 0 && credentials != null ? decoded(credentials.substring(0, colon)) : null;
        String password = credentials == null ? null : decoded(credentials.substring(colon + 1));
        return new RedisAddress(form, match.group(1).equals("rediss"), hosts, user, password,
                path.isEmpty() ? 0 : number(path.getFirst(), "database", 0, 1_000_000), master);
    }

    /** The address without user and password. */
    @Override
    public String toString() {
        String scheme = (tls ? "rediss" : "redis") + switch (form) {
            case SINGLE -> "";
            case SENTINEL -> "-sentinel";
            case CLUSTER -> "-cluster";
        };
        return scheme + "://" + String.join(",", hosts.stream().map(Host::toString).toList())
                + (master == null ? "" : "/" + master) + (database == 0 ? "" : "/" + database);
    }

    private static Form form(@Nullable String suffix) {
        if (suffix == null) {
            return Form.SINGLE;
        }
        return suffix.equals("-sentinel") ? Form.SENTINEL : Form.CLUSTER;
    }

    private static Host host(String text, int otherwise) {
        int colon = text.lastIndexOf(':');
        boolean port = colon > text.lastIndexOf(']');
        String name = port ? text.substring(0, colon) : text;
        if (name.isEmpty()) {
            throw new IllegalArgumentException("redis.uri has an empty host.");
        }
        return new Host(name.startsWith("[") ? name.substring(1, name.length() - 1) : name,
                port ? number(text.substring(colon + 1), "port", 1, 65535) : otherwise);
    }

    private static int number(String text, String what, int least, int most) {
        try {
            int number = Integer.parseInt(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("redis.uri: the " + what + " must be a number, not \"" + text + "\".",
                    e);
        }
        throw new IllegalArgumentException(
                "redis.uri: the " + what + " must be " + least + " to " + most + ", not " + text + ".");
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
