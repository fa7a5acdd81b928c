package dev.gatehouse.ui.widget;

import dev.gatehouse.ui.text.Sentence;

/**
 * What to ask before something that hurts.
 *
 * @param titleKey   the deed, as a question
 * @param body       what will happen, and to whom
 * @param confirmKey the word on the button
 * @param withReason whether a reason must be given; it goes into the audit record
 */
public record Question(String titleKey, Sentence body, String confirmKey, boolean withReason) {}
