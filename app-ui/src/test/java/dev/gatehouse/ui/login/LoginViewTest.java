package dev.gatehouse.ui.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.ui.TestConsole;
import dev.gatehouse.ui.ViewStage;
import dev.gatehouse.ui.task.SameThreadTaskRunner;
import javafx.scene.control.Button;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

@ExtendWith(ApplicationExtension.class)
class LoginViewTest {

    private final LoginViewModel model = new LoginViewModel(base -> TestConsole.clientOfNobody(),
            new SameThreadTaskRunner(), (client, user) -> {});
    private final java.util.concurrent.atomic.AtomicReference<ViewStage> shown = new java.util.concurrent.atomic.AtomicReference<>();

    @Start
    void show(Stage stage) {
        shown.set(new ViewStage(stage, kit -> new LoginView(model, kit)));
    }

    @Test
    void signInWaitsForAllFieldsAndSpeaksTheChosenLanguage(FxRobot robot) {
        Button signIn = robot.lookup("#sign-in").queryButton();
        assertThat(signIn.isDisabled()).isTrue();

        robot.interact(() -> {
            model.serverProperty().set("127.0.0.1:7070");
            model.usernameProperty().set("alice");
            model.passwordProperty().set("open sesame");
            shown.get().speakChinese();
        });

        assertThat(signIn.isDisabled()).isFalse();
        assertThat(signIn.getText()).isEqualTo("登录");
    }
}
