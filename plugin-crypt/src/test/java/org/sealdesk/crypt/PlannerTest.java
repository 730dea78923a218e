package org.sealdesk.crypt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sealdesk.crypt.MailSample.octets;
import static org.sealdesk.crypt.policy.ProtectionLevel.ENCRYPT;
import static org.sealdesk.crypt.policy.ProtectionLevel.NONE;
import static org.sealdesk.crypt.policy.ProtectionLevel.SIGN;
import static org.sealdesk.crypt.policy.ProtectionLevel.SIGN_AND_ENCRYPT;
import static org.sealdesk.crypt.verdict.Technology.OPENPGP;
import static org.sealdesk.crypt.verdict.Technology.SMIME;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.bouncycastle.openpgp.api.OpenPGPKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sealdesk.crypt.key.CertificateFacts;
import org.sealdesk.crypt.key.Keystore;
import org.sealdesk.crypt.key.StoredCertificate;
import org.sealdesk.crypt.message.CertificateChoice;
import org.sealdesk.crypt.message.PlanRequest;
import org.sealdesk.crypt.message.PlanRequest.PlanRecipient;
import org.sealdesk.crypt.message.ProtectedCopy;
import org.sealdesk.crypt.message.ProtectionPlan;
import org.sealdesk.crypt.message.ProtectionPlan.Because;
import org.sealdesk.crypt.message.ProtectionPlan.Obstacle;
import org.sealdesk.crypt.message.ProtectionPlan.RecipientChoice;
import org.sealdesk.crypt.octets.Content;
import org.sealdesk.crypt.octets.Octets;
import org.sealdesk.crypt.policy.ProtectionLevel;
import org.sealdesk.crypt.policy.ProtectionPolicy;
import org.sealdesk.crypt.verdict.Technology;

/** What the planner decides, with real keys in a real keystore, and that the protector does just that. */
class PlannerTest {

    private static final Instant NOW = Instant.parse("2026-06-10T12:00:00Z");
    private static final Instant YEARS_AGO = Instant.parse("2024-01-01T00:00:00Z");
    private static final String DESK = "desk@example.org";
    private static final String BOB = "bob@example.org";
    private static final String SUE = "sue@example.org";
    private static final String EVE = "eve@example.org";

    /** Mail is signed unless somebody says otherwise; encryption without a signature is not allowed. */
    private static final ProtectionPolicy SIGNING =
            new ProtectionPolicy(true, true, false, SIGN, SIGN, false, false, true, "global");

    private MatrixDesk desk;

    @BeforeEach
    void open() throws IOException {
        desk = new MatrixDesk(InstantSource.fixed(NOW));
    }

    @AfterEach
    void close() throws IOException {
        desk.close();
    }

    private OpenPGPKey ownPgp() {
        OpenPGPKey key = TestPgpKeys.key("Desk <" + DESK + ">");
        desk.take(octets(TestPgpKeys.armour(key)));
        return key;
    }

    private void ownSmime() {
        TestX509 own = TestX509.of(DESK, TestPgpKeys.BORN, Duration.ofDays(400));
        desk.take(octets(own.certificate()));
        desk.take(octets(own.secretKey()));
    }

    private String pgp(String address) {
        OpenPGPKey key = TestPgpKeys.key(address + " <" + address + ">");
        desk.take(octets(TestPgpKeys.certificate(key)));
        return fingerprint(key);
    }

    private void smime(String address) {
        desk.take(octets(
                TestX509.of(address, TestPgpKeys.BORN, Duration.ofDays(400)).certificate()));
    }

    private static String fingerprint(OpenPGPKey key) {
        return HexFormat.of()
                .withUpperCase()
                .formatHex(key.getPrimaryKey().getKeyIdentifier().getFingerprint());
    }

    private static List<PlanRecipient> to(String... addresses) {
        return Arrays.stream(addresses).map(a -> new PlanRecipient(a, false)).toList();
    }

    private ProtectionPlan plan(List<PlanRecipient> recipients, ProtectionLevel level, ProtectionPolicy policy) {
        return desk.core
                .planner()
                .plan(new PlanRequest(
                        DESK, recipients, Optional.of(level), Optional.empty(), false, false, policy, NOW));
    }

    private ProtectionPlan unchosen(ProtectionPolicy policy, Kind kind, String... recipients) {
        return desk.core
                .planner()
                .plan(new PlanRequest(
                        DESK,
                        to(recipients),
                        Optional.empty(),
                        Optional.empty(),
                        kind == Kind.AUTOMATIC || kind == Kind.AUTOMATIC_ANSWER_TO_CONFIDENTIAL,
                        kind == Kind.ANSWER_TO_CONFIDENTIAL || kind == Kind.AUTOMATIC_ANSWER_TO_CONFIDENTIAL,
                        policy,
                        NOW));
    }

    private enum Kind {
        NEW,
        AUTOMATIC,
        ANSWER_TO_CONFIDENTIAL,
        AUTOMATIC_ANSWER_TO_CONFIDENTIAL
    }

    private static String chosen(ProtectionPlan plan, int recipient) {
        return ((CertificateChoice.Chosen) plan.recipients().get(recipient).choice())
                .stored()
                .certificate()
                .fingerprint()
                .hex();
    }

    private static List<String> obstacles(ProtectionPlan plan) {
        return plan.obstacles().stream().map(o -> o.code() + " " + o.address()).toList();
    }

    private List<ProtectedCopy> protect(ProtectionPlan plan, List<PlanRecipient> recipients) throws Exception {
        return desk.core
                .protector()
                .protect(
                        Content.of(MatrixDesk.mail(DESK, BOB, MailSample.SHORT_TEXT.entity())),
                        plan,
                        recipients,
                        ProtectionPolicy.OPEN,
                        NOW);
    }

    private static List<String> readers(ProtectedCopy copy) {
        return copy.encryptedTo().stream()
                .flatMap(s -> s.certificate().addresses().stream())
                .map(Object::toString)
                .sorted()
                .toList();
    }

    private StoredCertificate stored(String fingerprint) {
        return desk.core.keystore().byAnyFingerprint(Octets.ofHex(fingerprint)).get(0);
    }

    @Test
    void anExpiredKeyNeverStandsInTheWayOfAGoodOne() {
        ownPgp();
        String good = pgp(BOB);
        // Born later than the good one, so newest alone would take it.
        OpenPGPKey expired =
                TestPgpKeys.key("Bob <" + BOB + ">", TestPgpKeys.BORN.plus(Duration.ofDays(10)), Duration.ofDays(20));
        desk.take(octets(TestPgpKeys.certificate(expired)));
        ProtectionPlan plan = plan(to(BOB), SIGN_AND_ENCRYPT, SIGNING);
        assertThat(plan.obstacles()).isEmpty();
        assertThat(chosen(plan, 0)).isEqualTo(good);
        assertThat(((CertificateChoice.Chosen) plan.recipients().get(0).choice()).candidates())
                .isEqualTo(1);
    }

    @Test
    void anExpiredCertificateNeverStandsInTheWayOfAGoodOne() {
        ownSmime();
        desk.take(octets(TestX509.of(BOB, YEARS_AGO, Duration.ofDays(365)).certificate()));
        smime(BOB);
        assertThat(plan(to(BOB), SIGN_AND_ENCRYPT, SIGNING).obstacles()).isEmpty();
    }

    @Test
    void anExpiredKeyOfOursNeverStandsInTheWayOfAGoodOne() {
        OpenPGPKey good = ownPgp();
        OpenPGPKey expired =
                TestPgpKeys.key("Desk <" + DESK + ">", TestPgpKeys.BORN.plusSeconds(60), Duration.ofDays(20));
        desk.take(octets(TestPgpKeys.armour(expired)));
        ProtectionPlan plan = plan(to(BOB), SIGN, SIGNING);
        assertThat(plan.obstacles()).isEmpty();
        assertThat(plan.signer(OPENPGP)
                        .orElseThrow()
                        .certificate()
                        .fingerprint()
                        .hex())
                .isEqualTo(fingerprint(good));
    }

    @Test
    void whereThereIsNothingButExpiredKeysTheObstacleSaysWhose() {
        ownPgp();
        OpenPGPKey expired = TestPgpKeys.key("Bob <" + BOB + ">", TestPgpKeys.BORN, Duration.ofDays(20));
        desk.take(octets(TestPgpKeys.certificate(expired)));
        ProtectionPlan plan = plan(to(BOB), SIGN_AND_ENCRYPT, SIGNING);
        assertThat(obstacles(plan)).containsExactly("key.expired " + BOB);
        assertThat(plan.obstacles().get(0).detail()).contains("2026-01-21");
        assertThat(plan.possible()).containsExactlyInAnyOrder(NONE, SIGN);
    }

    @Test
    void ofSeveralGoodKeysTheMostTrustedIsTakenAndAmongThoseTheNewest() {
        ownPgp();
        OpenPGPKey old = TestPgpKeys.key("Bob <" + BOB + ">", YEARS_AGO);
        OpenPGPKey newer = TestPgpKeys.key("Bob <" + BOB + ">", TestPgpKeys.BORN);
        OpenPGPKey unchecked = TestPgpKeys.key("Bob <" + BOB + ">", TestPgpKeys.BORN.plusSeconds(3_600));
        desk.take(octets(TestPgpKeys.certificate(old)));
        desk.takeUnchecked(octets(TestPgpKeys.certificate(unchecked)));
        assertThat(chosen(plan(to(BOB), SIGN_AND_ENCRYPT, SIGNING), 0)).isEqualTo(fingerprint(old));
        desk.take(octets(TestPgpKeys.certificate(newer)));
        ProtectionPlan plan = plan(to(BOB), SIGN_AND_ENCRYPT, SIGNING);
        assertThat(chosen(plan, 0)).isEqualTo(fingerprint(newer));
        assertThat(((CertificateChoice.Chosen) plan.recipients().get(0).choice()).candidates())
                .isEqualTo(3);
    }

    @Test
    void retiredKeysAreNotChosen() throws Exception {
        ownPgp();
        String retired = pgp(BOB);
        StoredCertificate stored = stored(retired);
        desk.core
                .keystore()
                .apply(List.of(new Keystore.Change.PutFacts(
                        stored.certificate().fingerprint(), stored.facts().withRole(CertificateFacts.Role.RETIRED))));
        assertThat(obstacles(plan(to(BOB), SIGN_AND_ENCRYPT, SIGNING))).containsExactly("key.retired " + BOB);
    }

    @Test
    void recipientsOfDifferentTechnologiesGetACopyEach() throws Exception {
        ownPgp();
        ownSmime();
        pgp(BOB);
        smime(SUE);
        ProtectionPlan plan = plan(to(BOB, SUE), SIGN_AND_ENCRYPT, SIGNING);
        assertThat(plan.obstacles()).isEmpty();
        assertThat(plan.technologies()).containsExactlyInAnyOrder(OPENPGP, SMIME);
        assertThat(plan.recipients()).extracting(RecipientChoice::technology).containsExactly(OPENPGP, SMIME);
        List<ProtectedCopy> copies = protect(plan, to(BOB, SUE));
        assertThat(copies).hasSize(2);
        for (ProtectedCopy copy : copies) {
            String reader = copy.technology() == OPENPGP ? BOB : SUE;
            assertThat(copy.recipients()).extracting(PlanRecipient::address).containsExactly(reader);
            assertThat(readers(copy)).containsExactlyInAnyOrder(reader, DESK);
        }
    }

    @Test
    void oneTechnologyThatFitsEverybodyIsTakenForAll() {
        ownPgp();
        ownSmime();
        pgp(BOB);
        smime(BOB);
        smime(SUE);
        ProtectionPlan plan = plan(to(BOB, SUE), SIGN_AND_ENCRYPT, SIGNING);
        assertThat(plan.obstacles()).isEmpty();
        assertThat(plan.technologies()).containsExactly(SMIME);
    }

    @Test
    void wherePlentyWouldDoTheSettingDecidesTheTechnology() {
        ownPgp();
        ownSmime();
        pgp(BOB);
        smime(BOB);
        assertThat(plan(to(BOB), SIGN_AND_ENCRYPT, SIGNING).technologies()).containsExactly(OPENPGP);
        ProtectionPolicy smimeFirst = new ProtectionPolicy(true, true, true, SIGN, SIGN, false, false, true, "global");
        assertThat(plan(to(BOB), SIGN_AND_ENCRYPT, smimeFirst).technologies()).containsExactly(SMIME);
    }

    @Test
    void hiddenRecipientsGetCopiesThatNobodyElseCanConnectWithThem() throws Exception {
        ownPgp();
        pgp(BOB);
        pgp(SUE);
        pgp(EVE);
        List<PlanRecipient> all =
                List.of(new PlanRecipient(BOB, false), new PlanRecipient(SUE, true), new PlanRecipient(EVE, true));
        ProtectionPlan plan = plan(all, SIGN_AND_ENCRYPT, SIGNING);
        List<ProtectedCopy> copies = protect(plan, all);
        assertThat(copies).hasSize(3);
        for (int i = 0; i < 3; i++) {
            ProtectedCopy copy = copies.get(i);
            String reader = all.get(i).address();
            assertThat(copy.recipients()).containsExactly(all.get(i));
            assertThat(readers(copy)).containsExactlyInAnyOrder(reader, DESK);
            assertThat(new String(MatrixDesk.octets(copy.mail()), java.nio.charset.StandardCharsets.UTF_8))
                    .doesNotContain(SUE, EVE);
        }
    }

    @Test
    void encryptionWithoutASignatureNeedsLeaveOfTheSettings() {
        pgp(BOB);
        ProtectionPlan refused = plan(to(BOB), ENCRYPT, SIGNING);
        assertThat(obstacles(refused)).containsExactly("policy.required ");
        assertThat(refused.possible()).containsExactly(NONE);
        ProtectionPlan allowed = plan(to(BOB), ENCRYPT, ProtectionPolicy.OPEN);
        assertThat(allowed.obstacles()).isEmpty();
        assertThat(allowed.possible()).containsExactlyInAnyOrder(NONE, ENCRYPT);
        assertThat(allowed.signers()).isEmpty();
    }

    @Test
    void aTechnologyThatIsOffIsNotUsedAndSaidWhenAskedFor() {
        ownPgp();
        pgp(BOB);
        ProtectionPolicy smimeOnly = new ProtectionPolicy(false, true, false, SIGN, SIGN, false, false, true, "global");
        assertThat(obstacles(plan(to(BOB), SIGN_AND_ENCRYPT, smimeOnly)))
                .containsExactlyInAnyOrder("key.missing " + BOB, "signer.key.missing " + DESK);
        ProtectionPlan asked = desk.core
                .planner()
                .plan(new PlanRequest(
                        DESK,
                        to(BOB),
                        Optional.of(SIGN),
                        Optional.of(Technology.OPENPGP),
                        false,
                        false,
                        smimeOnly,
                        NOW));
        assertThat(obstacles(asked)).containsExactly("technology.off ");
        assertThat(obstacles(plan(to(BOB), SIGN, ProtectionPolicy.OFF))).containsExactly("technology.off ");
        ProtectionPlan off = unchosen(ProtectionPolicy.OFF, Kind.NEW, BOB);
        assertThat(off.level()).isEqualTo(NONE);
        assertThat(off.because()).isEqualTo(Because.SWITCHED_OFF);
        assertThat(off.obstacles()).isEmpty();
    }

    @Test
    void theAnswerToConfidentialMailIsEncryptedOrNotSent() {
        ownPgp();
        pgp(BOB);
        ProtectionPlan answer = unchosen(SIGNING, Kind.ANSWER_TO_CONFIDENTIAL, BOB);
        assertThat(answer.level()).isEqualTo(SIGN_AND_ENCRYPT);
        assertThat(answer.because()).isEqualTo(Because.ANSWERS_ENCRYPTED);
        assertThat(answer.obstacles()).isEmpty();
        ProtectionPlan missing = unchosen(SIGNING, Kind.ANSWER_TO_CONFIDENTIAL, BOB, SUE);
        assertThat(missing.level()).isEqualTo(SIGN_AND_ENCRYPT);
        assertThat(obstacles(missing)).containsExactly("key.missing " + SUE);
        assertThat(unchosen(SIGNING, Kind.AUTOMATIC_ANSWER_TO_CONFIDENTIAL, BOB).level())
                .isEqualTo(SIGN);
    }

    @Test
    void aSenderWithoutAKeyCannotSignAndIsNamed() {
        pgp(BOB);
        ProtectionPlan signed = plan(to(BOB), SIGN, SIGNING);
        assertThat(obstacles(signed)).containsExactly("signer.key.missing " + DESK);
        assertThat(signed.possible()).containsExactly(NONE);
        ProtectionPlan both = plan(to(BOB), SIGN_AND_ENCRYPT, SIGNING);
        assertThat(both.level()).isEqualTo(SIGN_AND_ENCRYPT);
        assertThat(obstacles(both)).containsExactly("signer.key.missing " + DESK);
    }

    @Test
    void aCertificateWithoutItsPrivateKeyDoesNotSign() {
        pgp(DESK);
        assertThat(obstacles(plan(to(BOB), SIGN, SIGNING))).containsExactly("signer.key.missing " + DESK);
    }

    @Test
    void whereEverybodyHasAKeySigningIsRaisedIfTheSettingsSaySo() {
        ownPgp();
        pgp(BOB);
        ProtectionPolicy raising = new ProtectionPolicy(true, true, false, SIGN, SIGN, true, false, true, "queue");
        ProtectionPlan raised = unchosen(raising, Kind.NEW, BOB);
        assertThat(raised.level()).isEqualTo(SIGN_AND_ENCRYPT);
        assertThat(raised.because()).isEqualTo(Because.EVERYBODY_HAS_A_KEY);
        ProtectionPlan kept = unchosen(raising, Kind.NEW, BOB, SUE);
        assertThat(kept.level()).isEqualTo(SIGN);
        assertThat(kept.because()).isEqualTo(Because.QUEUE_SETTING);
        assertThat(kept.obstacles()).isEmpty();
    }

    @Test
    void addressesMatchWholeAndTheLocalPartExactly() {
        ownPgp();
        pgp(BOB);
        for (String near : List.of("bob@example.org.evil.example", "xbob@example.org", "bo@example.org")) {
            assertThat(obstacles(plan(to(near), SIGN_AND_ENCRYPT, SIGNING))).containsExactly("key.missing " + near);
        }
        String upperDomain = "bob@" + "example.org".toUpperCase(Locale.ROOT);
        assertThat(plan(to(upperDomain), SIGN_AND_ENCRYPT, SIGNING).obstacles()).isEmpty();
    }

    @Test
    void mailWithoutRecipientsAndTextThatIsNoAddressAreObstacles() {
        ownPgp();
        assertThat(plan(List.of(), SIGN_AND_ENCRYPT, SIGNING).obstacles())
                .extracting(Obstacle::code)
                .containsExactly("recipient.missing");
        assertThat(obstacles(plan(to("no address"), SIGN_AND_ENCRYPT, SIGNING)))
                .containsExactly("address.invalid no address");
    }
}
