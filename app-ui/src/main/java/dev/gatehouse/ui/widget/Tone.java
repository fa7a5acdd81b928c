package dev.gatehouse.ui.widget;

import org.kordamp.ikonli.feather.Feather;

/** How good or bad something is; each with a colour and an icon, so that nobody has to tell by colour alone. */
public enum Tone {
    GOOD("tone-good", Feather.CHECK_CIRCLE),
    WARN("tone-warn", Feather.ALERT_TRIANGLE),
    BAD("tone-bad", Feather.X_CIRCLE),
    CALM("tone-calm", Feather.MINUS_CIRCLE),
    ACCENT("tone-accent", Feather.INFO);

    private final String styleClass;
    private final Feather icon;

    Tone(String styleClass, Feather icon) {
        this.styleClass = styleClass;
        this.icon = icon;
    }

    /** The style class that colours text, icon and ground. */
    public String styleClass() {
        return styleClass;
    }

    public Feather icon() {
        return icon;
    }
}
