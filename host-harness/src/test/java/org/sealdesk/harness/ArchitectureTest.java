package org.sealdesk.harness;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "org.sealdesk.harness", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule hostKnowsThePluginApiOnly =
            noClasses().should().dependOnClassesThat().resideInAPackage("org.sealdesk.crypt..");

    @ArchTest
    static final ArchRule onlyTheDemoCustomersHaveCryptography = noClasses()
            .that()
            .resideOutsideOfPackage("..demo..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.bouncycastle..");

    @ArchTest
    static final ArchRule commandLineNeedsNoWebAndNoMailServer = noClasses()
            .that()
            .resideInAnyPackage("..cli..", "..plugin..", "..services..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.javalin..", "org.eclipse.jetty..", "com.icegreen..", "org.subethamail..", "..web..");
}
