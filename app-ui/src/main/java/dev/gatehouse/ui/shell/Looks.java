package dev.gatehouse.ui.shell;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import dev.gatehouse.ui.settings.Theme;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import javafx.application.Application;
import javafx.scene.Scene;
import javafx.scene.text.Font;

/** Fonts, themes and the console's own style sheets. */
public final class Looks {

    private static final List<String> FONTS = List.of("/com/formdev/flatlaf/fonts/inter/Inter-Regular.otf",
            "/com/formdev/flatlaf/fonts/inter/Inter-SemiBold.otf", "/com/formdev/flatlaf/fonts/inter/Inter-Bold.otf",
            "/com/formdev/flatlaf/fonts/jetbrains_mono/JetBrainsMono-Regular.ttf",
            "/com/formdev/flatlaf/fonts/jetbrains_mono/JetBrainsMono-Bold.ttf");

    /** Loads the fonts; before the first scene. */
    public Looks() {
        FONTS.forEach(Looks::load);
    }

    private static void load(String font) {
        try (InputStream stream = Looks.class.getResourceAsStream(font)) {
            Font.loadFont(Objects.requireNonNull(stream, font), 13);
        } catch (IOException broken) {
            throw new UncheckedIOException("the font " + font + " cannot be read", broken);
        }
    }

    /** Dresses {@code scene} in {@code theme}. */
    public void dress(Scene scene, Theme theme) {
        switch (theme) {
            case LIGHT -> {
                Application.setUserAgentStylesheet(new PrimerLight().getUserAgentStylesheet());
                scene.getStylesheets().setAll(sheet("light.css"), sheet("console.css"));
            }
            case DARK -> {
                Application.setUserAgentStylesheet(new PrimerDark().getUserAgentStylesheet());
                scene.getStylesheets().setAll(sheet("dark.css"), sheet("console.css"));
            }
        }
    }

    private static String sheet(String name) {
        return Objects.requireNonNull(Looks.class.getResource(name), name).toExternalForm();
    }
}
