package dev.gatehouse.ui.settings;

import java.util.List;
import java.util.Objects;

/**
 * What the console remembers of the book.
 *
 * @param filters searches that were saved, in the order in which they were made
 * @param rules   which of them are watched; at most one per filter
 */
public record AuditMemory(List<SavedFilter> filters, List<WatchRule> rules) {

    /** What a new console remembers. */
    public static final AuditMemory NOTHING = new AuditMemory(List.of(), List.of());

    /** A file may lack either. */
    public AuditMemory {
        filters = List.copyOf(Objects.requireNonNullElse(filters, List.of()));
        rules = List.copyOf(Objects.requireNonNullElse(rules, List.of()));
    }
}
