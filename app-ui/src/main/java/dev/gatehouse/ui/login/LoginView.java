package dev.gatehouse.ui.login;

import atlantafx.base.controls.PasswordTextField;
import dev.gatehouse.ui.widget.Kit;
import dev.gatehouse.ui.widget.Tone;
import java.io.File;
import javafx.beans.binding.Bindings;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.stage.FileChooser;
import org.kordamp.ikonli.feather.Feather;

/** The door of the console. */
public final class LoginView extends StackPane {

    public LoginView(LoginViewModel model, Kit kit) {
        ComboBox<String> server = new ComboBox<>(model.servers());
        server.setId("server");
        server.setEditable(true);
        server.setMaxWidth(Double.MAX_VALUE);
        server.getEditor().textProperty().bindBidirectional(model.serverProperty());
        TextField username = new TextField();
        username.setId("username");
        username.textProperty().bindBidirectional(model.usernameProperty());
        PasswordTextField password = new PasswordTextField();
        password.setId("password");
        password.passwordProperty().addListener((observed, before, now) -> model.passwordProperty().set(now));
        model.passwordProperty().addListener((observed, before, now) -> {
            if (now.isEmpty()) {
                password.clear();
            }
        });
        Button signIn = kit.button("login.signIn", Feather.LOG_IN, "primary");
        signIn.setId("sign-in");
        signIn.setDefaultButton(true);
        signIn.setMaxWidth(Double.MAX_VALUE);
        signIn.setGraphic(null);
        signIn.disableProperty().bind(model.ready().not());
        signIn.setOnAction(event -> model.signIn());
        Label over = kit.label("login.over");
        over.setWrapText(true);
        VBox notice = new VBox(over);
        notice.getStyleClass().addAll("message-box", Tone.WARN.styleClass());
        shownWhile(notice, model.sessionOverProperty());
        VBox card = new VBox(kit.styled("view-title", "login.title"), kit.styled("muted", "login.line"), notice,
                kit.field("login.server", server), kit.field("login.username", username),
                kit.field("login.password", password), failure(model, kit), signIn, capsule(model, kit));
        card.getStyleClass().add("gate-card");
        card.setMaxHeight(Region.USE_PREF_SIZE);
        getStyleClass().add("gate");
        setAlignment(Pos.CENTER);
        getChildren().add(card);
    }

    private static Node capsule(LoginViewModel model, Kit kit) {
        Hyperlink open = new Hyperlink();
        open.setId("open-capsule");
        open.textProperty().bind(kit.messages().text("capsule.open"));
        open.setOnAction(event -> {
            FileChooser chooser = new FileChooser();
            chooser.setTitle(kit.messages().get("capsule.open"));
            chooser.getExtensionFilters().add(new FileChooser.ExtensionFilter("SQLite", "*.db"));
            File file = chooser.showOpenDialog(open.getScene().getWindow());
            if (file != null) {
                model.openCapsule(file.toPath());
            }
        });
        return open;
    }

    private static Node failure(LoginViewModel model, Kit kit) {
        ObservableValue<String> sentence = kit.messages().sentence(model.failureProperty());
        Label words = kit.value(sentence);
        words.setId("login-failure");
        words.setWrapText(true);
        HBox box = new HBox(8, kit.icon(Tone.BAD.icon()), words);
        box.getStyleClass().addAll("message-box", Tone.BAD.styleClass());
        shownWhile(box, Bindings.createBooleanBinding(() -> !sentence.getValue().isEmpty(), sentence));
        return box;
    }

    private static void shownWhile(Node node, ObservableValue<Boolean> condition) {
        node.visibleProperty().bind(condition);
        node.managedProperty().bind(condition);
    }
}
