package org.sealdesk.crypt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sealdesk.crypt.MailSample.octets;

import java.io.IOException;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.bouncycastle.openpgp.api.OpenPGPKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sealdesk.api.TextRenderer;
import org.sealdesk.api.mail.Draft;
import org.sealdesk.api.mail.Envelope;
import org.sealdesk.api.mail.Origin;
import org.sealdesk.api.mail.Protection;
import org.sealdesk.api.mail.Recipient;
import org.sealdesk.api.mail.Wish;
import org.sealdesk.crypt.address.MailAddress;
import org.sealdesk.crypt.hook.OutgoingMails;
import org.sealdesk.crypt.key.Certificate;
import org.sealdesk.crypt.message.CertificateChoice;
import org.sealdesk.crypt.message.CertificateChoice.Passed;
import org.sealdesk.crypt.message.CertificateChoice.Why;
import org.sealdesk.crypt.message.CertificateChooser;
import org.sealdesk.crypt.message.KeyUses;
import org.sealdesk.crypt.policy.ProtectionPolicy;
import org.sealdesk.crypt.text.BundleTexts;
import org.sealdesk.crypt.text.Texts;
import org.sealdesk.crypt.verdict.Technology;

/** One of several certificates of an address is chosen, and the choice says why it and why not the others. */
class CertificateChoiceTest {

    private static final Instant NOW = Instant.parse("2026-06-10T12:00:00Z");
    private static final String BOB = "bob@example.org";
    private static final String DESK = "desk@example.org";

    private MatrixDesk desk;
    private CertificateChooser chooser;

    @BeforeEach
    void open() throws IOException {
        desk = new MatrixDesk(InstantSource.fixed(NOW));
        chooser = new CertificateChooser(desk.core.keystore(), desk.core.usability()::of);
    }

    @AfterEach
    void close() throws IOException {
        desk.close();
    }

    private static MailAddress address(String text) {
        return MailAddress.parse(text).orElseThrow();
    }

    private CertificateChoice recipient(Technology technology) {
        return chooser.recipient(address(BOB), technology, NOW);
    }

    private static CertificateChoice.Chosen chosen(CertificateChoice choice) {
        return (CertificateChoice.Chosen) choice;
    }

    private static List<String> codes(CertificateChoice choice) {
        return choice.others().stream().map(Passed::code).toList();
    }

    private OpenPGPKey pgp(Instant born) {
        return TestPgpKeys.key("Bob <" + BOB + ">", born);
    }

    @Test
    void anOnlyKeyIsChosenBecauseThereIsNoOther() {
        desk.take(octets(TestPgpKeys.certificate(pgp(TestPgpKeys.BORN))));
        CertificateChoice.Chosen choice = chosen(recipient(Technology.OPENPGP));
        assertThat(choice.why()).isEqualTo(Why.ONLY);
        assertThat(choice.others()).isEmpty();
    }

    @Test
    void trustCountsBeforeAgeAndEachOfTheOthersHasItsReason() {
        OpenPGPKey expired = TestPgpKeys.key("Bob <" + BOB + ">", TestPgpKeys.BORN, Duration.ofDays(20));
        desk.take(octets(TestPgpKeys.certificate(expired)));
        desk.takeUnchecked(octets(TestPgpKeys.certificate(pgp(TestPgpKeys.BORN.plusSeconds(99)))));
        desk.take(octets(TestPgpKeys.certificate(pgp(TestPgpKeys.BORN.minusSeconds(99)))));

        CertificateChoice.Chosen choice = chosen(recipient(Technology.OPENPGP));

        assertThat(choice.why()).isEqualTo(Why.MOST_TRUSTED);
        assertThat(codes(choice)).containsExactly(Passed.LESS_TRUSTED, "key.expired");
        assertThat(choice.others().get(0).reason()).contains("trusted UNVERIFIED, the one used CONFIRMED");
        assertThat(choice.others().get(1).reason()).contains("2026-01-21");
        assertThat(choice.candidates()).isEqualTo(2);
    }

    @Test
    void equallyGoodKeysAreSettledTheSameWayWhateverCameFirst() throws Exception {
        OpenPGPKey one = pgp(TestPgpKeys.BORN);
        OpenPGPKey two = pgp(TestPgpKeys.BORN);
        desk.take(octets(TestPgpKeys.certificate(one)));
        desk.take(octets(TestPgpKeys.certificate(two)));
        CertificateChoice.Chosen first = chosen(recipient(Technology.OPENPGP));
        assertThat(first.why()).isEqualTo(Why.SETTLED);
        assertThat(codes(first)).containsExactly(Passed.EQUAL);
        try (MatrixDesk other = new MatrixDesk(InstantSource.fixed(NOW))) {
            other.take(octets(TestPgpKeys.certificate(two)));
            other.take(octets(TestPgpKeys.certificate(one)));
            CertificateChoice again = new CertificateChooser(other.core.keystore(), other.core.usability()::of)
                    .recipient(address(BOB), Technology.OPENPGP, NOW);
            assertThat(chosen(again).stored()).isEqualTo(first.stored());
        }
    }

    @Test
    void aRenewalWithTheSameKeyReplacesItsPredecessor() {
        KeyPair keys = TestX509.newKeys();
        TestX509 old = TestX509.of(DESK, NOW.minus(Duration.ofDays(300)), Duration.ofDays(365), keys);
        TestX509 renewed = TestX509.of(DESK, NOW.minus(Duration.ofDays(1)), Duration.ofDays(365), keys);
        desk.take(octets(old.certificate() + old.secretKey()));
        desk.take(octets(renewed.certificate()));

        CertificateChoice.Chosen signer = chosen(chooser.signer(address(DESK), Technology.SMIME, NOW));

        assertThat(desk.core.keystore().own(Technology.SMIME, 5))
                .as("one key, two certificates")
                .hasSize(2);
        assertThat(signer.why()).isEqualTo(Why.NEWEST);
        assertThat(signer.stored().certificate().validity().from()).isEqualTo(NOW.minus(Duration.ofDays(1)));
        assertThat(codes(signer)).containsExactly(Passed.OLDER);

        CertificateChoice.Chosen later =
                chosen(chooser.signer(address(DESK), Technology.SMIME, NOW.plus(Duration.ofDays(70))));
        assertThat(later.why()).as("the old one has ended by then").isEqualTo(Why.ONLY);
        assertThat(codes(later)).containsExactly("key.expired");
    }

    @Test
    void severalCertificatesWithOneSubjectAreToldApart() {
        TestX509 first = TestX509.of(BOB, NOW.minus(Duration.ofDays(30)), Duration.ofDays(365));
        TestX509 second = TestX509.of(BOB, NOW.minus(Duration.ofDays(20)), Duration.ofDays(365));
        desk.take(octets(first.certificate()));
        desk.take(octets(second.certificate()));

        CertificateChoice.Chosen choice = chosen(recipient(Technology.SMIME));

        Certificate chosen = choice.stored().certificate();
        assertThat(desk.core.keystore().bySubject(chosen.x509().orElseThrow().subjectName()))
                .hasSize(2);
        assertThat(choice.why()).isEqualTo(Why.NEWEST);
        assertThat(chosen.validity().from()).isEqualTo(NOW.minus(Duration.ofDays(20)));
        assertThat(choice.others()).extracting(o -> o.stored().certificate()).doesNotContain(chosen);
    }

    @Test
    void whereNoneWillDoTheClosestSaysWhyAndTheOthersToo() {
        desk.takeUnchecked(octets(TestPgpKeys.certificate(
                TestPgpKeys.key("Bob <" + BOB + ">", TestPgpKeys.BORN.plusSeconds(5), Duration.ofDays(9)))));
        desk.take(octets(
                TestPgpKeys.certificate(TestPgpKeys.key("Bob <" + BOB + ">", TestPgpKeys.BORN, Duration.ofDays(20)))));

        CertificateChoice choice = recipient(Technology.OPENPGP);

        assertThat(choice.code()).isEqualTo("key.expired");
        assertThat(((CertificateChoice.None) choice).reason())
                .as("of the more trusted one")
                .contains("2026-01-21");
        assertThat(codes(choice)).containsExactly("key.expired", "key.expired");
    }

    @Test
    void theAgentReadsTheReasonWhileComposing() {
        desk.take(octets(TestPgpKeys.armour(TestPgpKeys.key("Desk <" + DESK + ">"))));
        desk.takeUnchecked(octets(TestPgpKeys.certificate(pgp(TestPgpKeys.BORN.plusSeconds(99)))));
        desk.take(octets(TestPgpKeys.certificate(pgp(TestPgpKeys.BORN))));
        OutgoingMails outgoing = new OutgoingMails(
                desk.core.planner(),
                desk.core.protector(),
                new KeyUses(desk.core.keystore()),
                queue -> ProtectionPolicy.OPEN,
                desk.core.clock(),
                "crypt test",
                new Texts(BundleTexts.load()));
        Draft draft = new Draft(
                new Envelope(DESK, List.of(new Recipient(BOB, Recipient.Kind.TO))),
                DESK,
                Optional.empty(),
                Origin.AGENT,
                Optional.empty(),
                false,
                Optional.of(new Wish(Protection.SIGN_AND_ENCRYPT, org.sealdesk.api.mail.Technology.OPENPGP)));

        var reason = outgoing.plan(draft).orElseThrow().recipients().get(0).reason();

        BundleTexts bundles = BundleTexts.load();
        assertThat(new TextRenderer(bundles::pattern, Locale.ENGLISH, ZoneOffset.UTC).render(reason))
                .matches("2 keys fit bob@example.org; using the most trusted \\([0-9A-F]{16}\\)\\. "
                        + "Not used: [0-9A-F]{16}: It is less trusted\\.");
        assertThat(new TextRenderer(bundles::pattern, Locale.GERMAN, ZoneOffset.UTC).render(reason))
                .contains("der vertrauenswürdigste", "Er ist weniger vertrauenswürdig.");
    }
}
