package dev.gatehouse.ui.route;

import dev.gatehouse.model.route.Route;
import dev.gatehouse.ui.client.FileTrouble;
import dev.gatehouse.ui.task.Notices;
import dev.gatehouse.ui.task.TaskRunner;
import dev.gatehouse.ui.text.Sentence;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Writes routes into files: whole ones that read back the same, and those of other gateways. */
public final class RouteExport {

    private final TaskRunner tasks;
    private final Notices notices;

    /** What is written. */
    enum Target {
        JSON("routes.json"),
        YAML("routes.yaml"),
        KONG("kong.yaml"),
        APISIX("apisix.yaml");

        private final String fileName;

        Target(String fileName) {
            this.fileName = fileName;
        }

        /** What the file is called where nothing is said. */
        String fileName() {
            return fileName;
        }

        /** Its name in the bundles. */
        String key() {
            return switch (this) {
                case JSON -> "route.export.json";
                case YAML -> "route.export.yaml";
                case KONG -> "route.export.kong";
                case APISIX -> "route.export.apisix";
            };
        }
    }

    RouteExport(TaskRunner tasks, Notices notices) {
        this.tasks = tasks;
        this.notices = notices;
    }

    /** What another gateway cannot say of {@code routes}; nothing for files of this console. */
    static List<RoutePorting.Loss> lost(Target target, List<Route> routes) {
        return switch (target) {
            case JSON, YAML -> List.of();
            case KONG -> KongFile.of(routes).lost();
            case APISIX -> ApisixFile.of(routes).lost();
        };
    }

    /** Writes {@code routes} into {@code file}, or leaves what was there. */
    void save(Target target, List<Route> routes, Path file) {
        List<Route> all = List.copyOf(routes);
        Supplier<Path> write = () -> {
            try {
                RouteFile.save(file, text(target, all));
                return file;
            } catch (IOException unwritable) {
                throw new FileTrouble(file, unwritable);
            }
        };
        tasks.when(CompletableFuture.supplyAsync(write),
                done -> notices.done(Sentence.of("route.exported", (long) all.size(), done), null),
                failure -> notices.failed(failure, () -> save(target, all, file)));
    }

    static String text(Target target, List<Route> routes) {
        return switch (target) {
            case JSON -> RouteFile.text(routes, RouteFile.Form.JSON);
            case YAML -> RouteFile.text(routes, RouteFile.Form.YAML);
            case KONG -> KongFile.of(routes).text();
            case APISIX -> ApisixFile.of(routes).text();
        };
    }
}
