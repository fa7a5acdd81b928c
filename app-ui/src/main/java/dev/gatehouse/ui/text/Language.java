package dev.gatehouse.ui.text;

import java.util.Locale;

/** A language that the console speaks. */
public enum Language {
    ENGLISH(Locale.ENGLISH, "English"),
    CHINESE(Locale.SIMPLIFIED_CHINESE, "简体中文");

    private final Locale locale;
    private final String ownName;

    Language(Locale locale, String ownName) {
        this.locale = locale;
        this.ownName = ownName;
    }

    /** The locale that its bundle is for. */
    public Locale locale() {
        return locale;
    }

    /** Its name, in itself. */
    public String ownName() {
        return ownName;
    }

    /** The language for a desktop set to {@code desktop}; English where it is not spoken here. */
    public static Language of(Locale desktop) {
        return desktop.getLanguage().equals(Locale.CHINESE.getLanguage()) ? CHINESE : ENGLISH;
    }
}
