package dev.gatehouse.model.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some rows of a longer list.
 *
 * @param total  how many there are in all
 * @param cursor asks for the next page; absent on the last one
 */
public record Page<T>(long total, List<T> items, @Nullable String cursor) {}
