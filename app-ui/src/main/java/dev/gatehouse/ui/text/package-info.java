/**
 * What the console says, in English and Simplified Chinese.
 * No control may enter.
 */
@NullMarked
package dev.gatehouse.ui.text;

import org.jspecify.annotations.NullMarked;
