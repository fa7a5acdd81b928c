package dev.gatehouse.ui;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.gatehouse.ui.task.FxTaskRunner;
import javafx.application.Platform;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
class ArchitectureTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.gatehouse.ui");

    @Test
    void viewModelsKnowNoControls() {
        noClasses().that()
                .haveSimpleNameEndingWith("ViewModel")
                .or()
                .haveSimpleNameEndingWith("FormModel")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("javafx.scene..", "javafx.stage..", "dev.gatehouse.ui.widget..")
                .because("what a view model decides is tested without a stage")
                .check(CLASSES);
    }

    @Test
    void onlyTheTaskRunnerGoesToTheJavaFxThread() {
        noClasses().that()
                .doNotBelongToAnyOf(FxTaskRunner.class)
                .should()
                .callMethod(Platform.class, "runLater", Runnable.class)
                .because("there is one way back to the screen, and tests replace it by one that runs at once")
                .check(CLASSES);
    }

    @Test
    void clientKnowsNoScreen() {
        noClasses().that()
                .resideInAPackage("dev.gatehouse.ui.client..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("javafx..")
                .because("nothing of the network may run on, or wait for, the JavaFX thread")
                .check(CLASSES);
    }

    @Test
    void serverIsReachedOnlyOverTheWire() {
        noClasses().that()
                .resideInAPackage("dev.gatehouse.ui..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.gatehouse.server.(*)..")
                .because("a console that is given a remote server must not miss what only the embedded one has")
                .check(CLASSES);
    }

    @Test
    void featuresDoNotKnowEachOther() {
        slices().matching("dev.gatehouse.ui.(*)..")
                .should()
                .beFreeOfCycles()
                .because("a room that can be read alone can be changed alone")
                .check(CLASSES);
    }

    @Test
    void csvLibraryIsKnownToItsAdapterOnly() {
        noClasses().that()
                .resideOutsideOfPackage("dev.gatehouse.ui.csv")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("de.siegmar.fastcsv..")
                .because("what guards against formulas stands in one place")
                .check(CLASSES);
    }

    @Test
    void librariesOfTheServerStayThere() {
        classes().that()
                .resideInAnyPackage("dev.gatehouse.ui.client..", "dev.gatehouse.ui.shell..")
                .should()
                .onlyDependOnClassesThat()
                .resideOutsideOfPackages("io.javalin..", "redis.clients..", "org.apache.kafka..", "java.sql..")
                .because("the console reaches data only over HTTP and WebSocket")
                .check(CLASSES);
    }
}
