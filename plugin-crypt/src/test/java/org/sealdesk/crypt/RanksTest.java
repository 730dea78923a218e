package org.sealdesk.crypt;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A package imports lower ranks only; libraries stay where they belong. */
@AnalyzeClasses(packages = "org.sealdesk.crypt", importOptions = ImportOption.DoNotIncludeTests.class)
class RanksTest {

    private static final String BASE = "org.sealdesk.crypt";

    /** Package to the packages of this plugin that it may use beside itself. */
    private static final Map<String, List<String>> MAY_USE = Map.ofEntries(
            Map.entry("octets", List.of()),
            Map.entry("address", List.of()),
            Map.entry("policy", List.of()),
            Map.entry("verdict", List.of("address")),
            Map.entry("key", List.of("octets", "address", "policy", "verdict")),
            Map.entry("mime", List.of("octets", "address", "policy", "verdict")),
            Map.entry("engine", List.of("octets", "address", "policy", "verdict", "key")),
            Map.entry("openpgp", List.of("octets", "address", "policy", "verdict", "key", "engine")),
            Map.entry("smime", List.of("octets", "address", "policy", "verdict", "key", "engine")),
            Map.entry("store", List.of("octets", "address", "policy", "verdict", "key")),
            Map.entry("seal", List.of("octets", "key", "store")),
            Map.entry("audit", List.of("octets", "address", "policy", "verdict", "key")),
            Map.entry("intake", List.of("octets", "address", "policy", "verdict", "key", "engine")),
            Map.entry("folder", List.of("octets", "address", "policy", "verdict", "key", "engine", "intake")),
            Map.entry(
                    "migrate", List.of("octets", "address", "policy", "verdict", "key", "engine", "intake", "folder")),
            Map.entry("message", List.of("octets", "address", "policy", "verdict", "key", "mime", "engine")),
            Map.entry("text", List.of()),
            Map.entry(
                    "hook",
                    List.of("octets", "address", "policy", "verdict", "key", "mime", "engine", "message", "text")),
            Map.entry(
                    "admin",
                    List.of(
                            "octets", "address", "policy", "verdict", "key", "engine", "seal", "audit", "intake",
                            "folder", "message", "text")),
            Map.entry(
                    "console",
                    List.of(
                            "octets", "address", "policy", "verdict", "key", "mime", "engine", "audit", "intake",
                            "folder", "migrate", "message", "hook", "text")));

    @ArchTest
    static void eachPackageUsesLowerRanksOnly(com.tngtech.archunit.core.domain.JavaClasses all) {
        MAY_USE.forEach((name, below) -> {
            List<String> allowed = new ArrayList<>(List.of(BASE + "." + name + ".."));
            below.forEach(b -> allowed.add(BASE + "." + b + ".."));
            ArchRule rule = classes()
                    .that()
                    .resideInAPackage(BASE + "." + name + "..")
                    .should()
                    .onlyDependOnClassesThat(DescribedPredicate.or(
                            DescribedPredicate.not(JavaClass.Predicates.resideInAPackage(BASE + "..")),
                            JavaClass.Predicates.resideInAnyPackage(allowed.toArray(String[]::new))))
                    .allowEmptyShould(true);
            rule.check(all);
        });
    }

    @ArchTest
    static final ArchRule cryptographyStaysInItsEngines = noClasses()
            .that()
            .resideOutsideOfPackages(BASE, BASE + ".openpgp..", BASE + ".smime..", BASE + ".seal..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.bouncycastle..");

    @ArchTest
    static final ArchRule mapDbStaysInTheStore = noClasses()
            .that()
            .resideOutsideOfPackage(BASE + ".store..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.mapdb..");

    @ArchTest
    static final ArchRule mailLibraryStaysInMime = noClasses()
            .that()
            .resideOutsideOfPackage(BASE + ".mime..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("jakarta.mail..", "org.eclipse.angus..");

    @ArchTest
    static final ArchRule theHostIsSeenAtTheTopOnly = noClasses()
            .that()
            .resideOutsideOfPackages(BASE, BASE + ".hook..", BASE + ".admin..", BASE + ".console..", BASE + ".text..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.sealdesk.api..", "org.pf4j..");

    @ArchTest
    static final ArchRule nobodyRegistersAProvider = noClasses()
            .should()
            .callMethod(java.security.Security.class, "addProvider", java.security.Provider.class)
            .orShould()
            .callMethod(java.security.Security.class, "insertProviderAt", java.security.Provider.class, int.class)
            .orShould()
            .callMethod(System.class, "setProperty", String.class, String.class);

    @ArchTest
    static final ArchRule nobodyReadsTheSystemClock = noClasses()
            .should()
            .callMethod(java.time.Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(java.time.LocalDate.class, "now");

    @ArchTest
    static final ArchRule nothingIsDeserialised =
            noClasses().should().dependOnClassesThat().haveFullyQualifiedName("java.io.ObjectInputStream");
}
