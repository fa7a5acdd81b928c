package dev.gatehouse.ui.widget;

import org.kordamp.ikonli.feather.Feather;

/**
 * What a badge shows.
 *
 * @param icon beside the words; that of the tone unless another says more
 */
public record Badge(Tone tone, Feather icon, String words) {

    /** A badge with the icon of its tone. */
    public static Badge of(Tone tone, String words) {
        return new Badge(tone, tone.icon(), words);
    }
}
