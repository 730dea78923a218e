package org.sealdesk.crypt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sealdesk.crypt.MailSample.octets;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sealdesk.api.Problem;
import org.sealdesk.api.Text;
import org.sealdesk.api.TextRenderer;
import org.sealdesk.api.mail.ComposePlan;
import org.sealdesk.api.mail.Draft;
import org.sealdesk.api.mail.Envelope;
import org.sealdesk.api.mail.IncomingMail;
import org.sealdesk.api.mail.MailContent;
import org.sealdesk.api.mail.Origin;
import org.sealdesk.api.mail.OutgoingMail;
import org.sealdesk.api.mail.Protection;
import org.sealdesk.api.mail.ReceiveDecision;
import org.sealdesk.api.mail.Recipient;
import org.sealdesk.api.mail.SecurityReport;
import org.sealdesk.api.mail.SendDecision;
import org.sealdesk.api.mail.Wish;
import org.sealdesk.crypt.hook.Articles;
import org.sealdesk.crypt.hook.IncomingMails;
import org.sealdesk.crypt.hook.OutgoingMails;
import org.sealdesk.crypt.intake.ImportFile;
import org.sealdesk.crypt.intake.ImportOptions;
import org.sealdesk.crypt.key.CertificateFacts;
import org.sealdesk.crypt.message.KeyUses;
import org.sealdesk.crypt.octets.Octets;
import org.sealdesk.crypt.policy.ProtectionLevel;
import org.sealdesk.crypt.policy.ProtectionPolicy;
import org.sealdesk.crypt.store.DurableKeystore;
import org.sealdesk.crypt.store.KekSource;
import org.sealdesk.crypt.store.StoreSettings;
import org.sealdesk.crypt.text.BundleTexts;
import org.sealdesk.crypt.text.Texts;
import org.sealdesk.crypt.verdict.Technology;
import org.sealdesk.crypt.verdict.TrustLevel;

/** A keystore whose sealing key is gone: both directions say so, and say nothing about passwords or missing keys. */
class LockedStoreTest {

    private static final Instant NOW = Instant.parse("2026-06-10T12:00:00Z");
    private static final String DESK = "desk@example.org";
    private static final String WRONG_ADVICE = "(?is).*(password|passwort|import).*";

    private final Texts texts = new Texts(BundleTexts.load());
    private final Path directory;
    private final Kek kek = new Kek();
    private byte[] keys = {};

    LockedStoreTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @BeforeEach
    void fillTheStoreAndLoseItsKey() throws Exception {
        TestX509 smime = TestX509.of(DESK, TestPgpKeys.BORN, Duration.ofDays(400));
        keys = octets(
                TestPgpKeys.armour(TestPgpKeys.key("Desk <" + DESK + ">")) + smime.certificate() + smime.secretKey());
        try (Core core = open()) {
            core.importer()
                    .importFiles(
                            List.of(new ImportFile("keys", Octets.of(keys))),
                            List.of(),
                            new ImportOptions(
                                    CertificateFacts.Source.ADMINISTRATOR,
                                    TrustLevel.CONFIRMED,
                                    Optional.empty(),
                                    ImportOptions.Authorities.ORDINARY));
            assertThat(core.keystore().isLocked()).isFalse();
        }
        kek.key = Optional.empty();
    }

    private Core open() throws Exception {
        SecureRandom random = new SecureRandom();
        InstantSource clock = InstantSource.fixed(NOW);
        DurableKeystore keystore = DurableKeystore.open(
                directory.resolve("keystore"),
                kek,
                StoreSettings.forHeap(Runtime.getRuntime().maxMemory()),
                clock.withZone(ZoneOffset.UTC),
                random);
        return new Core(keystore, clock, directory.resolve("spill"), Duration.ofHours(1), random);
    }

    /** A mail that the desk could open yesterday. */
    private byte[] encrypted(Technology technology) throws IOException {
        try (MatrixDesk maker = new MatrixDesk(InstantSource.fixed(NOW))) {
            maker.take(keys);
            return MatrixDesk.octets(maker.protect(
                            DESK, DESK, MailSample.SHORT_TEXT.entity(), ProtectionLevel.SIGN_AND_ENCRYPT, technology)
                    .mail());
        }
    }

    private SecurityReport received(Core core, byte[] mail) {
        IncomingMails incoming = new IncomingMails(
                core.opener(),
                new Articles(core.spill()),
                new KeyUses(core.keystore()),
                () -> Set.of(Technology.values()),
                core.clock(),
                "crypt test",
                texts);
        ReceiveDecision decision = incoming.onReceive(new IncomingMail(
                "1",
                IncomingMail.Cause.FIRST_DELIVERY,
                new Envelope(DESK, List.of(new Recipient(DESK, Recipient.Kind.TO))),
                MailContent.of(mail),
                MailContent.of(mail)));
        return ((ReceiveDecision.Annotate) decision).report();
    }

    @ParameterizedTest
    @EnumSource(Technology.class)
    void incomingMailSaysThatTheStoreIsLocked(Technology technology) throws Exception {
        byte[] mail = encrypted(technology);
        try (Core core = open()) {
            assertThat(core.keystore().isLocked()).isTrue();
            SecurityReport report = received(core, mail);
            assertThat(report.encryption().name()).isEqualTo("KEY_LOCKED");
            assertThat(report.findings()).extracting(Problem::code).contains("STORE-LOCKED");
            assertThat(report.missingKeys()).isNotEmpty();
            Text line = report.sentence().orElseThrow();
            assertThat(said(line, Locale.ENGLISH))
                    .contains("key store is locked", "administrator")
                    .doesNotMatch(WRONG_ADVICE);
            assertThat(said(line, Locale.GERMAN))
                    .contains("Schlüsselspeicher ist gesperrt", "Administration")
                    .doesNotMatch(WRONG_ADVICE);
        }
    }

    @Test
    void theSameMailOpensWhenTheKeyIsBack() throws Exception {
        byte[] mail = encrypted(Technology.OPENPGP);
        kek.key = kek.first;
        try (Core core = open()) {
            assertThat(core.opener()
                            .open(new org.sealdesk.crypt.message.OpenRequest(
                                    org.sealdesk.crypt.octets.Content.of(mail),
                                    NOW,
                                    Set.of(Technology.values()),
                                    org.sealdesk.crypt.message.OpenRequest.DEFAULT_REQUIRED))
                            .summary()
                            .encryption()
                            .name())
                    .isEqualTo("DECRYPTED");
        }
    }

    private OutgoingMails outgoing(Core core) {
        return new OutgoingMails(
                core.planner(),
                core.protector(),
                new KeyUses(core.keystore()),
                queue -> ProtectionPolicy.OPEN,
                core.clock(),
                "crypt test",
                texts);
    }

    private static Draft draft(Protection protection, org.sealdesk.api.mail.Technology technology) {
        return new Draft(
                new Envelope(DESK, List.of(new Recipient(DESK, Recipient.Kind.TO))),
                DESK,
                Optional.empty(),
                Origin.AGENT,
                Optional.empty(),
                false,
                Optional.of(new Wish(protection, technology)));
    }

    @ParameterizedTest
    @EnumSource(org.sealdesk.api.mail.Technology.class)
    void outgoingMailThatNeedsASignatureIsRefusedWithTheReason(org.sealdesk.api.mail.Technology technology)
            throws Exception {
        byte[] mail = MatrixDesk.mail(DESK, DESK, MailSample.SHORT_TEXT.entity());
        try (Core core = open()) {
            for (Protection protection : List.of(Protection.SIGN, Protection.SIGN_AND_ENCRYPT)) {
                Draft draft = draft(protection, technology);
                SendDecision decision = outgoing(core).beforeSend(new OutgoingMail("1", draft, MailContent.of(mail)));
                assertLocked(((SendDecision.Refuse) decision).problems());
                assertLocked(outgoing(core).plan(draft).orElseThrow().problems());
            }
        }
    }

    private void assertLocked(List<Problem> problems) {
        assertThat(problems).hasSize(1);
        Problem problem = problems.get(0);
        assertThat(problem.code()).isEqualTo("store.locked");
        assertThat(said(problem.what(), Locale.ENGLISH))
                .contains("key store is locked", "administrator", DESK)
                .doesNotMatch(WRONG_ADVICE);
        assertThat(said(problem.what(), Locale.GERMAN)).contains("Schlüsselspeicher ist gesperrt", DESK);
        assertThat(said(problem.why(), Locale.ENGLISH)).contains("seals this keystore", "unlock");
        assertThat(problem.fixes()).extracting(f -> f.adminPath()).containsExactly("health");
    }

    @Test
    void whileComposingOnlyWhatNeedsNoSecretIsPossible() throws Exception {
        try (Core core = open()) {
            ComposePlan plan = outgoing(core)
                    .plan(draft(Protection.ENCRYPT, org.sealdesk.api.mail.Technology.OPENPGP))
                    .orElseThrow();
            assertThat(plan.possible()).containsExactlyInAnyOrder(Protection.NONE, Protection.ENCRYPT);
            assertThat(plan.problems()).isEmpty();
        }
    }

    private static String said(Text text, Locale locale) {
        BundleTexts bundles = BundleTexts.load();
        return new TextRenderer(bundles::pattern, locale, ZoneOffset.UTC).render(text);
    }

    /** Keeps the first key apart, so that it can come back. */
    private static final class Kek implements KekSource {
        private Optional<byte[]> key = Optional.empty();
        private Optional<byte[]> first = Optional.empty();

        @Override
        public Optional<byte[]> load() {
            return key.map(byte[]::clone);
        }

        @Override
        public void create(byte[] octets) {
            key = Optional.of(octets.clone());
            first = key;
        }
    }
}
