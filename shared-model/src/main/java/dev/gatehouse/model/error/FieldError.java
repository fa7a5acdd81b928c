package dev.gatehouse.model.error;

/**
 * One fault of a request's body or query.
 *
 * @param field   the field's path, such as {@code roles[1]}
 * @param message one sentence that says what would be right
 */
public record FieldError(String field, String message) {}
