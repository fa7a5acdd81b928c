package dev.gatehouse.model;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** What the words that console and server share may know. */
class ArchitectureTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("dev.gatehouse.model");

    private static final JavaClasses CLIENT = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("dev.gatehouse.client");

    @Test
    void theClientKnowsTheModelAndTheJdkOnly() {
        classes().should().onlyDependOnClassesThat()
                .resideInAnyPackage("dev.gatehouse.client..", "dev.gatehouse.model..", "java..", "javax.crypto..",
                        "javax.net.ssl..", "javax.security.auth.x500..", "com.fasterxml.jackson..", "org.jspecify..")
                .because("a service that takes it along takes along nothing else").check(CLIENT);
    }

    @Test
    void theModelDoesNotKnowTheClient() {
        noClasses().should().dependOnClassesThat().resideInAnyPackage("dev.gatehouse.client..")
                .because("words do not depend on who speaks them").check(CLASSES);
    }

    @Test
    void theModelIsData() {
        classes().that().areTopLevelClasses().and().resideOutsideOfPackages("dev.gatehouse.model.api",
                "dev.gatehouse.model.json", "dev.gatehouse.model.wire").and().areNotInterfaces().should().beRecords()
                .orShould().beEnums()
                .because("the wire and the clients are the rooms that act").check(CLASSES);
    }

    @Test
    void theModelKnowsJavaAndJsonOnly() {
        classes().that().resideInAPackage("dev.gatehouse.model..").should().onlyDependOnClassesThat()
                .resideInAnyPackage("dev.gatehouse.model..", "java..", "com.fasterxml.jackson..", "org.jspecify..")
                .because("whoever speaks to a node takes the model along, and nothing of a node").check(CLASSES);
    }

    @Test
    void theModelKnowsNeitherSqlNorTheNetwork() {
        noClasses().should().dependOnClassesThat()
                .resideInAnyPackage("java.sql..", "java.net..", "java.nio.file..", "javax..")
                .because("it is data").check(CLASSES);
    }

    @Test
    void packagesAreFreeOfCycles() {
        slices().matching("dev.gatehouse.model.(*)..").should().beFreeOfCycles()
                .because("a word is explained with words that come before it").check(CLASSES);
    }
}
