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
