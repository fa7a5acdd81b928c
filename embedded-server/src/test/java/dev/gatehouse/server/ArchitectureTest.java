package dev.gatehouse.server;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the rooms of the server may know. */
class ArchitectureTest {

    private static final String SERVER = "dev.gatehouse.server";

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages(SERVER);

    @Test
    void roomsAreFreeOfCycles() {
        slices().matching(SERVER + ".(*)..").should().beFreeOfCycles()
                .because("a room that can be read alone can be changed alone").check(CLASSES);
    }

    @Test
    void packagesAreFreeOfCycles() {
        slices().assignedFrom(new SliceAssignment() {

            @Override
            public SliceIdentifier getIdentifierOf(JavaClass one) {
                return SliceIdentifier.of(one.getPackageName());
            }

            @Override
            public String getDescription() {
                return "packages";
            }
        }).should().beFreeOfCycles().because("a port knows none of its adapters").check(CLASSES);
    }

    static Stream<Arguments> libraries() {
        return Stream.of(
                Arguments.of("Javalin and Jetty",
                        new String[]{"io.javalin..", "org.eclipse.jetty..", "jakarta.servlet.."},
                        new String[]{SERVER + ".http", SERVER + ".gateway"},
                        "features describe endpoints as data, and another server can take the place of this one; "
                                + "the traffic port is a proxy, and that is Jetty's"),
                Arguments.of("Jedis", new String[]{"redis.clients.."}, new String[]{SERVER + "..redis.."},
                        "without Redis the same features run in memory"),
                Arguments.of("the Kafka client", new String[]{"org.apache.kafka.."}, new String[]{SERVER + "..kafka.."},
                        "without Kafka the same log runs on SQLite"),
                Arguments.of("SQL",
                        new String[]{"java.sql..", "javax.sql..", "org.jdbi..", "com.zaxxer..", "org.flywaydb..",
                                "org.sqlite.."},
                        new String[]{SERVER + "..sqlite.."}, "what is kept and how is the store's own affair"),
                Arguments.of("JWT and Argon2", new String[]{"io.jsonwebtoken..", "org.bouncycastle.."},
                        new String[]{SERVER + ".auth"}, "who may look at cryptography in one place can judge it"),
                Arguments.of("the CSV library", new String[]{"de.siegmar.fastcsv.."}, new String[]{SERVER + ".csv"},
                        "what guards against formulas and broken rows stands in one place"),
                Arguments.of("Micrometer", new String[]{"io.micrometer..", "io.prometheus.."},
                        new String[]{SERVER + ".health"}, "features report figures without knowing who collects them"),
                Arguments.of("the configuration library", new String[]{"com.typesafe.."}, new String[]{SERVER},
                        "features are given values, not a bag to look them up in"),
                Arguments.of("the breaker", new String[]{"io.github.resilience4j.."},
                        new String[]{SERVER + ".redis", SERVER + ".outage", SERVER + ".gateway"},
                        "only the way to a dependency knows whether asking makes sense"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("libraries")
    void aLibraryIsKnownToItsAdapterOnly(String name, String[] library, String[] home, String reason) {
        noClasses().that().resideOutsideOfPackages(home).should().dependOnClassesThat(resideInAnyPackage(library))
                .because(reason).check(CLASSES);
    }

    @Test
    void nobodyKnowsTheCompositionRoot() {
        noClasses().that().resideOutsideOfPackage(SERVER).should().dependOnClassesThat(resideInAPackage(SERVER))
                .because("a feature is given what it needs").check(CLASSES);
    }

    @Test
    void adaptersAreKnownToTheCompositionRootOnly() {
        noClasses().that().resideOutsideOfPackages(SERVER, SERVER + "..redis..", SERVER + "..kafka..",
                SERVER + "..sqlite..", SERVER + "..memory..").should()
                .dependOnClassesThat(resideInAnyPackage(SERVER + "..redis..", SERVER + "..kafka..",
                        SERVER + "..sqlite..", SERVER + "..memory.."))
                .because("a feature works on its port, whichever backend is behind it").check(CLASSES);
    }

    @Test
    void timeIsGivenNotTaken() {
        noClasses().should().callMethod(Instant.class, "now").orShould()
                .callMethod(System.class, "currentTimeMillis")
                .because("a clock that is injected can be set in a test")
                .check(CLASSES);
    }

    @Test
    void theModelComesFirst() {
        classes().that().resideInAPackage(SERVER + ".call").should()
                .onlyDependOnClassesThat(resideInAnyPackage(SERVER + ".call", "dev.gatehouse.model..", "java..",
                        "org.jspecify..", "com.fasterxml.jackson.."))
                .because("every room rests on it").check(CLASSES);
    }
}
