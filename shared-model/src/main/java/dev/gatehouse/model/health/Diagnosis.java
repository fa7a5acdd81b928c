package dev.gatehouse.model.health;

/**
 * One finding of {@code gatehouse doctor}.
 *
 * @param subject  what was looked at, such as {@code redis}
 * @param ok       whether it is as it should be
 * @param fatal    whether a node could not start because of it
 * @param sentence what was found and, where it is not right, what to do
 */
public record Diagnosis(String subject, boolean ok, boolean fatal, String sentence) {}
