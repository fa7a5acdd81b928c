package dev.gatehouse.ui.route;

import dev.gatehouse.model.api.RouteReplayExchange;
import dev.gatehouse.model.api.RouteReplayExchange.Example;
import dev.gatehouse.model.api.RouteReplayExchange.Group;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a replay found as CSV: RFC 4180, lines that end in CRLF. A cell that a spreadsheet would take for a formula begins
 * with an apostrophe.
 */
final class ReplayFile {

    private static final Pattern FORMULA = Pattern.compile("'*[=+\\-@\\t\\r].*", Pattern.DOTALL);
    private static final Pattern QUOTED = Pattern.compile(".*[\",\\r\\n].*", Pattern.DOTALL);
    private static final List<String> HEAD = List.of("effect", "before", "after", "requests", "shut", "opened",
            "callers", "newest");

    private ReplayFile() {}

    /** A line for each kind of change, most frequent first. */
    static String text(RouteReplayExchange.Response found) {
        StringBuilder text = new StringBuilder(line(HEAD));
        found.groups().forEach(group -> text.append(line(cells(group))));
        return text.toString();
    }

    private static List<String> cells(Group group) {
        return List.of(group.effect().name().toLowerCase(Locale.ROOT), RouteReplay.name(group.before()),
                RouteReplay.name(group.after()), Long.toString(group.count()), Long.toString(group.shut()),
                Long.toString(group.opened()),
                group.callers().stream().map(caller -> caller.name() + " " + caller.count())
                        .collect(Collectors.joining("; ")),
                group.examples().stream().map(ReplayFile::newest).collect(Collectors.joining("; ")));
    }

    private static String newest(Example request) {
        return request.at() + " " + request.method() + " " + request.path();
    }

    private static String line(List<String> cells) {
        return cells.stream().map(ReplayFile::cell).collect(Collectors.joining(",", "", "\r\n"));
    }

    private static String cell(String text) {
        String safe = FORMULA.matcher(text).matches() ? "'" + text : text;
        return QUOTED.matcher(safe).matches() ? '"' + safe.replace("\"", "\"\"") + '"' : safe;
    }
}
