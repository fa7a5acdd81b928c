package dev.gatehouse.ui.settings;

/**
 * A saved filter that tells when a new record matches it.
 *
 * @param filter the filter's id
 * @param on     whether it tells now
 */
public record WatchRule(String filter, boolean on) {}
