package dev.gatehouse.ui.settings;

import dev.gatehouse.ui.text.Language;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * What the console remembers.
 *
 * @param width   of the window, in pixels
 * @param height  of the window, in pixels
 * @param servers addresses signed in to before, the last used first
 * @param reasons given for bans before, the last used first
 * @param hiddenColumns columns of tables that were put away
 * @param wipesCache whether what was kept of a server is deleted when its operator signs out
 * @param audit   what is remembered of the book
 */
public record Preferences(Theme theme, Language language, double width, double height, boolean maximized,
        List<String> servers, List<String> reasons, Set<String> hiddenColumns, boolean wipesCache,
        AuditMemory audit) {

    private static final int MOST_SERVERS = 8;
    private static final int MOST_REASONS = 6;

    /** A file of an earlier version has no reasons, no columns and nothing of the book. */
    public Preferences {
        servers = List.copyOf(servers);
        reasons = List.copyOf(Objects.requireNonNullElse(reasons, List.of()));
        hiddenColumns = Set.copyOf(Objects.requireNonNullElse(hiddenColumns, Set.of()));
        audit = Objects.requireNonNullElse(audit, AuditMemory.NOTHING);
    }

    /** What a new console starts with. */
    public static Preferences initial(Language language) {
        return new Preferences(Theme.LIGHT, language, 1440, 900, false, List.of(), List.of(), Set.of(),
                false, AuditMemory.NOTHING);
    }

    public Preferences withTheme(Theme wanted) {
        return new Preferences(wanted, language, width, height, maximized, servers, reasons, hiddenColumns,
                wipesCache, audit);
    }

    public Preferences withLanguage(Language wanted) {
        return new Preferences(theme, wanted, width, height, maximized, servers, reasons, hiddenColumns,
                wipesCache, audit);
    }

    public Preferences withWindow(double newWidth, double newHeight, boolean isMaximized) {
        return new Preferences(theme, language, newWidth, newHeight, isMaximized, servers, reasons,
                hiddenColumns, wipesCache, audit);
    }

    /** With {@code server} as the last used. */
    public Preferences withServer(String server) {
        return new Preferences(theme, language, width, height, maximized, first(server, servers, MOST_SERVERS), reasons,
                hiddenColumns, wipesCache, audit);
    }

    /** With {@code reason} as the last used. */
    public Preferences withReason(String reason) {
        return new Preferences(theme, language, width, height, maximized, servers, first(reason, reasons, MOST_REASONS),
                hiddenColumns, wipesCache, audit);
    }

    public Preferences withHiddenColumns(Set<String> columns) {
        return new Preferences(theme, language, width, height, maximized, servers, reasons, columns, wipesCache, audit);
    }

    public Preferences withWipe(boolean wanted) {
        return new Preferences(theme, language, width, height, maximized, servers, reasons, hiddenColumns, wanted,
                audit);
    }

    public Preferences withAudit(AuditMemory memory) {
        return new Preferences(theme, language, width, height, maximized, servers, reasons, hiddenColumns,
                wipesCache, memory);
    }

    private static List<String> first(String last, List<String> before, int most) {
        List<String> known = new ArrayList<>(before);
        known.remove(last);
        known.addFirst(last);
        return known.subList(0, Math.min(most, known.size()));
    }
}
