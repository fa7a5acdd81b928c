package dev.gatehouse.ui.shell;

import dev.gatehouse.ui.offline.AgeBadge;
import dev.gatehouse.ui.settings.SettingsViewModel;
import dev.gatehouse.ui.settings.Theme;
import dev.gatehouse.ui.widget.Kit;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import org.kordamp.ikonli.feather.Feather;

/** Which server, who looks at it, and the switches for everybody. */
final class Header extends HBox {

    Header(ShellViewModel model, Kit kit, Runnable palette, Runnable signOut) {
        SettingsViewModel settings = model.rooms().settings();
        getStyleClass().add("header");
        Label server = new Label(model.server(), kit.icon(Feather.SERVER));
        server.getStyleClass().add("server-name");
        server.setGraphicTextGap(8);
        AgeBadge age = new AgeBadge(model.background().offline(), kit, model.shownProperty());
        Button search = kit.button("palette.open", Feather.COMMAND, "palette-button");
        search.setId("open-palette");
        search.setPrefWidth(240);
        search.setOnAction(event -> palette.run());
        Button theme = kit.iconButton("header.theme", Feather.MOON);
        theme.setId("toggle-theme");
        theme.setOnAction(event -> settings.toggleTheme());
        Runnable show = () -> theme
                .setGraphic(kit.icon(settings.themeProperty().get() == Theme.LIGHT ? Feather.MOON : Feather.SUN));
        show.run();
        settings.themeProperty().addListener((observed, before, now) -> show.run());
        Button language = kit.button("header.otherLanguage", Feather.GLOBE, "flat");
        language.setId("toggle-language");
        language.setOnAction(event -> settings.toggleLanguage());
        kit.explain(language, "header.language");
        Label avatar = new Label(initial(model.operatorName()));
        avatar.getStyleClass().add("avatar");
        Label operator = new Label(model.operatorName());
        operator.getStyleClass().add("operator");
        Button leave = kit.iconButton("header.signOut", Feather.LOG_OUT);
        leave.setId("sign-out");
        leave.setOnAction(event -> signOut.run());
        getChildren().addAll(server, age, kit.spacer(), search, kit.spacer(), language, theme, avatar, operator, leave);
    }

    private static String initial(String name) {
        return name.isEmpty() ? "?"
                : name.substring(0, name.offsetByCodePoints(0, 1)).toUpperCase(java.util.Locale.ROOT);
    }
}
