package org.sealdesk.crypt.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealdesk.api.Problem;
import org.sealdesk.api.Severity;
import org.sealdesk.api.admin.Component.Field;
import org.sealdesk.api.admin.Component.Form;
import org.sealdesk.api.admin.Component.Section;
import org.sealdesk.api.admin.Outcome;
import org.sealdesk.api.admin.Tone;
import org.sealdesk.api.admin.View;
import org.sealdesk.api.host.Directory.Queue;
import org.sealdesk.api.host.Scope;
import org.sealdesk.crypt.policy.ProtectionLevel;
import org.sealdesk.crypt.policy.ProtectionPolicy;
import org.sealdesk.crypt.verdict.Technology;

class SettingsPageTest {

    private final AdminDesk desk = new AdminDesk();

    private Field field(View view, String name) {
        return view.body().stream()
                .filter(Section.class::isInstance)
                .flatMap(s -> ((Section) s).body().stream())
                .filter(Form.class::isInstance)
                .flatMap(f -> ((Form) f).fields().stream())
                .filter(f -> f.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aSwitchTurnsATechnologyOnAndOff() throws Exception {
        assertThat(desk.parts.settings().isOn(Technology.OPENPGP)).isFalse();

        assertThat(desk.notice(TestRequest.post("settings").with("group", "PGP").with("PGP", "1"))
                        .what()
                        .fallback())
                .isEqualTo("Changed settings: 1");
        assertThat(desk.parts.settings().isOn(Technology.OPENPGP)).isTrue();

        desk.handle(TestRequest.post("settings").with("group", "PGP"));
        assertThat(desk.parts.settings().isOn(Technology.OPENPGP)).isFalse();
        assertThat(desk.host.audited)
                .extracting(e -> e.actor() + " " + e.action() + " " + e.subject())
                .containsExactly("mo settings.change PGP", "mo settings.change PGP");
    }

    @Test
    void anotherGroupsSwitchesStayAsTheyAre() throws Exception {
        desk.host.set("SMIME", "1");

        desk.handle(TestRequest.post("settings").with("group", "PGP").with("PGP", "1"));

        assertThat(desk.parts.settings().isOn(Technology.SMIME)).isTrue();
    }

    @Test
    void pathsAreCheckedWhereTheyStand(@TempDir Path folder) throws Exception {
        Path plain = Files.writeString(folder.resolve("plain"), "x");
        Path program = Files.writeString(folder.resolve("gpg"), "x");
        assertThat(program.toFile().setExecutable(true)).isTrue();
        desk.host.set("PGP::Bin", program.toString());
        desk.host.set("SMIME::Bin", plain.toString());
        desk.host.set("SMIME::CertPath", folder.toString());
        desk.host.set("SMIME::PrivatePath", folder.resolve("nowhere").toString());
        desk.host.set("PGP::Options", "--homedir '" + folder + "' --batch --no-tty");

        View view = desk.view(TestRequest.get("settings"));

        assertThat(field(view, "PGP::Bin").check().orElseThrow().tone()).isEqualTo(Tone.GOOD);
        assertThat(field(view, "PGP::Options").check().orElseThrow().tone()).isEqualTo(Tone.GOOD);
        assertThat(field(view, "SMIME::CertPath").check().orElseThrow().tone()).isEqualTo(Tone.GOOD);
        assertThat(field(view, "SMIME::Bin").check().orElseThrow().text().fallback())
                .isEqualTo(plain + " may not be run by this system's user.");
        assertThat(field(view, "SMIME::PrivatePath")
                        .check()
                        .orElseThrow()
                        .text()
                        .fallback())
                .isEqualTo(folder.resolve("nowhere") + " does not exist.");
        assertThat(desk.parts.settings().keyRing()).contains(folder);
    }

    @Test
    void aWrongPathIsStoredAndShownAsConfigurationErrorEverywhere(@TempDir Path folder) throws Exception {
        desk.handle(TestRequest.post("settings")
                .with("group", "SMIME")
                .with("SMIME", "1")
                .with("SMIME::CertPath", "/no/such/folder"));

        assertThat(desk.errors.find())
                .filteredOn(p -> p.severity() == Severity.ERROR)
                .extracting(p -> p.code() + ": " + p.what() + " " + p.why())
                .containsExactly("setting.invalid: The setting \"Folder of certificates\" (SMIME::CertPath) is wrong."
                        + " /no/such/folder does not exist.");
        assertThat(desk.host.raised).extracting(Problem::code).contains("setting.invalid");
        assertThat(desk.text(TestRequest.get("health"))).contains("/no/such/folder does not exist.");
        assertThat(desk.view(TestRequest.get("smime")).notices())
                .extracting(Problem::code)
                .containsExactly("setting.invalid");

        desk.handle(TestRequest.post("settings")
                .with("group", "SMIME")
                .with("SMIME", "1")
                .with("SMIME::CertPath", folder.toString()));
        assertThat(desk.errors.find()).isEmpty();
        assertThat(desk.host.raised).isEmpty();
    }

    @Test
    void whatCanNeverBeRightIsRefusedBesideItsFieldAndNothingIsStored() throws Exception {
        Outcome outcome = desk.handle(TestRequest.post("settings")
                .with("group", "KEYS")
                .with("Crypt::ExpiryWarningDays", "20")
                .with("Crypt::UnlockedMinutes", "61"));

        Outcome.Invalid invalid = (Outcome.Invalid) outcome;
        assertThat(invalid.fieldErrors()).containsOnlyKeys("Crypt::UnlockedMinutes");
        assertThat(invalid.fieldErrors().get("Crypt::UnlockedMinutes"))
                .hasToString("\"61\" is not a number from 0 to 60.");
        assertThat(field(invalid.view(), "Crypt::UnlockedMinutes").value())
                .as("what was typed is not lost")
                .isEqualTo("61");
        assertThat(desk.host.settings().all(Scope.GLOBAL)).isEmpty();
        assertThat(desk.host.audited).isEmpty();
    }

    @Test
    void valuesWithoutMeaningAreRefused() throws Exception {
        for (List<String> wrong : List.of(
                List.of("Crypt::Protection", "sometimes"),
                List.of("Crypt::Protection", "encrypt"),
                List.of("PGP::Bin", "usr/bin/gpg"),
                List.of("SMIME::CertPath", "/a\0b"),
                List.of("Crypt::ExpiryWarningDays", ""),
                List.of("Crypt::ExpiryWarningDays", "-1"))) {
            Outcome outcome = desk.handle(TestRequest.post("settings").with(wrong.get(0), wrong.get(1)));
            assertThat(outcome).as(wrong.toString()).isInstanceOf(Outcome.Invalid.class);
        }
        assertThat(desk.host.settings().all(Scope.GLOBAL)).isEmpty();
    }

    @Test
    void encryptionAloneIsPossibleOnceItIsAllowed() throws Exception {
        Outcome outcome = desk.handle(TestRequest.post("settings")
                .with("group", "OUTGOING")
                .with("Crypt::Protection", "encrypt")
                .with("Crypt::EncryptOnly", "1"));

        assertThat(outcome).isInstanceOf(Outcome.Redirect.class);
        assertThat(desk.parts.settings().policy(Optional.empty()).agentDefault())
                .isEqualTo(ProtectionLevel.ENCRYPT);
    }

    @Test
    void aQueueDiffersUntilItInheritsAgain() throws Exception {
        desk.host.queues.add(new Queue("q 1", "Support", List.of("support@example.org")));
        desk.handle(TestRequest.post("settings").with("Crypt::Protection", "sign"));
        desk.handle(TestRequest.post("settings").with("queue", "q 1").with("Crypt::Protection", "sign+encrypt"));

        ProtectionPolicy own = desk.parts.settings().policy(Optional.of("q 1"));
        assertThat(own.agentDefault()).isEqualTo(ProtectionLevel.SIGN_AND_ENCRYPT);
        assertThat(own.origin()).isEqualTo("queue");
        assertThat(field(desk.view(TestRequest.get("settings?queue=q+1")), "Crypt::Technology")
                        .value())
                .isEqualTo("inherit");

        desk.handle(TestRequest.post("settings").with("queue", "q 1").with("Crypt::Protection", "inherit"));

        ProtectionPolicy inherited = desk.parts.settings().policy(Optional.of("q 1"));
        assertThat(inherited.agentDefault()).isEqualTo(ProtectionLevel.SIGN);
        assertThat(inherited.origin()).isEqualTo("global");
        assertThat(desk.handle(TestRequest.get("settings?queue=other"))).isInstanceOf(Outcome.NotFound.class);
    }

    @Test
    void aQueueCannotSetWhatHoldsForAll() throws Exception {
        desk.host.queues.add(new Queue("q", "Support", List.of("support@example.org")));

        desk.handle(TestRequest.post("settings").with("queue", "q").with("PGP", "1"));

        assertThat(desk.host.settings().all(Scope.queue("q"))).isEmpty();
        assertThat(desk.parts.settings().isOn(Technology.OPENPGP)).isFalse();
    }

    @Test
    void aValueThatMakesNoSenseCountsAsNotSetAndIsNamed() {
        desk.host.set("Crypt::UnlockedMinutes", "for ever");
        desk.host.set("Crypt::Protection", "maybe");

        assertThat(desk.parts.settings().unlockedTime()).isEqualTo(Duration.ofMinutes(10));
        assertThat(desk.parts.settings().policy(Optional.empty()).agentDefault())
                .isEqualTo(ProtectionLevel.NONE);
        assertThat(desk.errors.find())
                .extracting(p -> p.why().fallback())
                .containsExactlyInAnyOrder(
                        "\"for ever\" is not a number from 0 to 60.", "\"maybe\" is none of the choices.");
    }

    @Test
    void keyRingsAreFoundInOldOptionStrings() {
        assertThat(KeyRingLocation.of("/var/keys")).contains("/var/keys");
        assertThat(KeyRingLocation.of("--homedir /opt/app/.gnupg/ --batch --no-tty --yes"))
                .contains("/opt/app/.gnupg/");
        assertThat(KeyRingLocation.of("--batch --homedir=\"/with space/x\"")).contains("/with space/x");
        assertThat(KeyRingLocation.of("--batch --yes")).isEmpty();
        assertThat(KeyRingLocation.of("--homedir")).isEmpty();
        assertThat(KeyRingLocation.of(" ")).isEmpty();
    }

    @Test
    void aLockedOrReadOnlyStoreIsAnErrorForTheAdministrator() throws Exception {
        desk.desk.keystore.lock();
        desk.desk.keystore.breakDisk("no space left on the disk");

        assertThat(desk.errors.find())
                .filteredOn(p -> p.severity() == Severity.ERROR)
                .extracting(Problem::code)
                .containsExactlyInAnyOrder("store.locked", "store.unavailable");
        assertThat(desk.text(TestRequest.get("health"))).contains("no space left on the disk");
    }

    @Test
    void queuesWithoutSigningKeyAreNamed() {
        desk.host.queues.add(new Queue("1", "Support", List.of("support@example.org")));
        desk.host.queues.add(new Queue("2", "Returns", List.of("returns@example.org")));
        assertThat(desk.errors.find()).as("nothing is switched on").isEmpty();
        desk.host.set("PGP", "1");

        assertThat(desk.errors.find())
                .extracting(p -> p.severity() + " " + p.what())
                .containsExactly("WARNING 2 queues have no signing key: Support, Returns");

        desk.host.set("Crypt::Protection", "sign");
        assertThat(desk.errors.find())
                .extracting(p -> p.what().fallback())
                .containsExactly(
                        "Queue \"Support\" should sign and has no signing key.",
                        "Queue \"Returns\" should sign and has no signing key.");
    }
}
