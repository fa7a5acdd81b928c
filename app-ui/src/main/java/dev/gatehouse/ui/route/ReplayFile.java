package dev.gatehouse.ui.route;

import dev.gatehouse.model.api.RouteReplayExchange;
import dev.gatehouse.model.api.RouteReplayExchange.Example;
import dev.gatehouse.model.api.RouteReplayExchange.Group;
import dev.gatehouse.ui.csv.CsvText;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a replay found as CSV. */
final class ReplayFile {

    private static final List<String> HEAD = List.of("effect", "before", "after", "requests", "shut", "opened",
            "callers", "newest");

    private ReplayFile() {}

    /** A line for each kind of change, most frequent first. */
    static String text(RouteReplayExchange.Response found) {
        return CsvText.of(Stream.concat(Stream.of(HEAD), found.groups().stream().map(ReplayFile::cells)).toList());
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
}
