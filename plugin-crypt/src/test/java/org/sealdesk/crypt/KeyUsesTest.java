package org.sealdesk.crypt;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sealdesk.crypt.intake.MapKeystore;
import org.sealdesk.crypt.key.CertificateFacts;
import org.sealdesk.crypt.key.Fingerprint;
import org.sealdesk.crypt.key.Keystore;
import org.sealdesk.crypt.key.LastUsed;
import org.sealdesk.crypt.key.LastUsed.Use;
import org.sealdesk.crypt.key.StoredCertificate;
import org.sealdesk.crypt.message.KeyUses;
import org.sealdesk.crypt.message.ProtectedCopy;
import org.sealdesk.crypt.policy.ProtectionLevel;
import org.sealdesk.crypt.verdict.Technology;

class KeyUsesTest {

    private static final Instant NOW = Instant.parse("2026-06-10T12:00:00Z");
    private static final LocalDate TODAY = LocalDate.of(2026, 6, 10);
    private static final String DESK = "desk@example.org";

    private static byte[] keys() throws Exception {
        TestX509 smime = TestX509.of(DESK, TestPgpKeys.BORN, Duration.ofDays(400));
        return (TestPgpKeys.armour(TestPgpKeys.key("Desk <" + DESK + ">")) + smime.certificate() + smime.secretKey())
                .getBytes(StandardCharsets.US_ASCII);
    }

    @ParameterizedTest
    @EnumSource(Technology.class)
    void aMailThatIsSentAndOpenedUsesTheKeyInAllFourWays(Technology technology) throws Exception {
        try (MatrixDesk desk = new MatrixDesk(InstantSource.fixed(NOW))) {
            desk.take(keys());
            KeyUses uses = new KeyUses(desk.core.keystore());
            ProtectedCopy copy = desk.protect(
                    DESK, DESK, MailSample.SHORT_TEXT.entity(), ProtectionLevel.SIGN_AND_ENCRYPT, technology);
            StoredCertificate own = desk.core.keystore().own(technology, 1).get(0);
            Fingerprint fingerprint = own.certificate().fingerprint();

            uses.sent(List.of(copy), NOW);
            uses.opened(desk.open(MatrixDesk.octets(copy.mail())), NOW);
            assertThat(desk.core.keystore().lastUsed(fingerprint))
                    .as("nothing is written with the mail")
                    .isEqualTo(LastUsed.NEVER);

            assertThat(uses.flush()).isEmpty();

            LastUsed once = new LastUsed(
                    Map.of(Use.SIGNING, TODAY, Use.ENCRYPTING, TODAY, Use.OPENING, TODAY, Use.VERIFYING, TODAY));
            assertThat(desk.core.keystore().lastUsed(fingerprint)).isEqualTo(once);
            CertificateFacts facts = desk.core
                    .keystore()
                    .byFingerprint(fingerprint)
                    .orElseThrow()
                    .facts();
            assertThat(facts).as("facts are another matter").isEqualTo(own.facts());

            uses.sent(List.of(copy), NOW.plus(Duration.ofDays(3)));
            uses.flush();
            assertThat(desk.core.keystore().lastUsed(fingerprint).days())
                    .containsEntry(Use.SIGNING, TODAY.plusDays(3))
                    .containsEntry(Use.OPENING, TODAY);
        }
    }

    @Test
    void aDayIsWrittenOnceHoweverManyMailsThereAre() throws Exception {
        var keystore = new MapKeystore(InstantSource.fixed(NOW));
        try (MatrixDesk desk = new MatrixDesk(InstantSource.fixed(NOW))) {
            desk.take(keys());
            ProtectedCopy copy =
                    desk.protect(DESK, DESK, MailSample.SHORT_TEXT.entity(), ProtectionLevel.SIGN, Technology.OPENPGP);
            StoredCertificate own =
                    desk.core.keystore().own(Technology.OPENPGP, 1).get(0);
            keystore.apply(List.of(new Keystore.Change.PutCertificate(own.certificate(), own.facts())));
            KeyUses uses = new KeyUses(keystore);
            int before = keystore.writes();
            for (int round = 0; round < 5; round++) {
                for (int mail = 0; mail < 100; mail++) {
                    uses.sent(List.of(copy), NOW);
                }
                uses.flush();
            }
            assertThat(keystore.writes() - before).isEqualTo(1);
        }
    }

    @Test
    void whatCannotBeWrittenIsWrittenLater() throws Exception {
        var keystore = new MapKeystore(InstantSource.fixed(NOW));
        try (MatrixDesk desk = new MatrixDesk(InstantSource.fixed(NOW))) {
            desk.take(keys());
            ProtectedCopy copy =
                    desk.protect(DESK, DESK, MailSample.SHORT_TEXT.entity(), ProtectionLevel.SIGN, Technology.OPENPGP);
            StoredCertificate own =
                    desk.core.keystore().own(Technology.OPENPGP, 1).get(0);
            keystore.apply(List.of(new Keystore.Change.PutCertificate(own.certificate(), own.facts())));
            KeyUses uses = new KeyUses(keystore);
            uses.sent(List.of(copy), NOW);
            keystore.breakDisk("the disk is full");
            assertThat(uses.flush()).contains("the disk is full");
            keystore.mendDisk();
            assertThat(uses.flush()).isEmpty();
            assertThat(keystore.lastUsed(own.certificate().fingerprint()).day(Use.SIGNING))
                    .contains(TODAY);
        }
    }
}
