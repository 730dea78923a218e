package org.sealdesk.crypt.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.sealdesk.crypt.engine.KeyReader;
import org.sealdesk.crypt.intake.PasswordVault.Code;
import org.sealdesk.crypt.key.Certificate;
import org.sealdesk.crypt.key.CertificateFacts;
import org.sealdesk.crypt.key.ComponentKey;
import org.sealdesk.crypt.key.Fingerprint;
import org.sealdesk.crypt.key.Keystore;
import org.sealdesk.crypt.key.Passphrase;
import org.sealdesk.crypt.key.SecretKeyRecord;
import org.sealdesk.crypt.key.Validity;
import org.sealdesk.crypt.octets.Octets;
import org.sealdesk.crypt.policy.Limits;
import org.sealdesk.crypt.verdict.TrustLevel;

/** Cases that no peer makes: colliding names, more than allowed, a reader that stumbles. */
class ImportLimitsTest {

    private final MovableClock clock = new MovableClock();
    private final MapKeystore keystore = new MapKeystore(clock);

    private static Certificate certificate(String fingerprint) {
        Fingerprint f = new Fingerprint(Fingerprint.Kind.PGP_V4, Octets.ofHex(fingerprint));
        Validity always = new Validity(Instant.EPOCH, Optional.empty());
        return new Certificate(
                f,
                f.value(),
                List.of(fingerprint),
                Set.of(),
                List.of(new ComponentKey(f, f.value(), "RSA", 3072, "RSA 3072", Set.of(), always, Optional.empty())),
                always,
                Optional.empty(),
                Optional.empty());
    }

    /** A reader that finds as many certificates as the file has octets, and stumbles over an X. */
    private static final class CountingReader implements KeyReader {
        @Override
        public List<Item> read(Octets file, List<Passphrase> passphrases, Instant at, Limits limits) {
            List<Item> items = new ArrayList<>();
            for (int i = 0; i < file.size(); i++) {
                if (file.get(i) == 'X') {
                    throw new IllegalStateException("stumbled over a secret that must not be shown");
                }
                items.add(new Item.PublicCertificate(certificate(String.format("%040X", file.get(i) * 1_000 + i))));
            }
            return items;
        }

        @Override
        public Certificate evaluate(Octets encoded, Instant at) {
            return certificate(encoded.hex());
        }

        @Override
        public Certificate merge(Certificate stored, Certificate incoming, Instant at) {
            return stored;
        }
    }

    private static Limits items(int most) {
        Limits d = Limits.DEFAULT;
        return new Limits(
                100,
                d.mimeDepth(),
                d.mimeParts(),
                d.headerFields(),
                d.headerOctets(),
                d.lineOctets(),
                d.cryptoLayers(),
                d.compressionLayers(),
                d.inflatedOctets(),
                d.inflationRatio(),
                d.recipients(),
                d.hiddenRecipientTries(),
                d.signatures(),
                d.cmsCertificates(),
                d.chainLength(),
                d.subjectAlternativeNames(),
                d.certificateOctets(),
                d.userIds(),
                d.subkeys(),
                d.argon2MailKibibytes(),
                d.argon2ImportKibibytes(),
                d.pbkdfIterations(),
                d.rsaMinBits(),
                d.rsaMaxBits(),
                most,
                d.perMail());
    }

    private KeyImporter importer(Limits limits) {
        return new KeyImporter(keystore, List.of(new CountingReader()), new FactsCheck(), clock, limits);
    }

    @Test
    void moreItemsThanAllowedAreLeftOutAndSaid() {
        ImportReport report = importer(items(3))
                .importFiles(
                        List.of(Desk.file("a", "12"), Desk.file("b", "345"), Desk.file("c", "6")),
                        List.of(),
                        Desk.DEFAULT);

        assertThat(report.items())
                .extracting(ImportedItem::file, ImportedItem::code)
                .containsExactly(
                        tuple("a", "ok"), tuple("a", "ok"), tuple("b", "ok"), tuple("b", "limit"), tuple("c", "limit"));
    }

    @Test
    void aFileThatIsTooLargeIsNotRead() {
        ImportReport report =
                importer(items(1_000)).importFiles(List.of(Desk.file("big", "X".repeat(101))), List.of(), Desk.DEFAULT);

        assertThat(report.items()).extracting(ImportedItem::code).containsExactly("limit");
        assertThat(report.items().get(0).reason()).contains("101 octets").contains("100");
    }

    @Test
    void aReaderThatStumblesCostsItsFileOnly() {
        ImportReport report = importer(Limits.DEFAULT)
                .importFiles(List.of(Desk.file("bad", "1X"), Desk.file("good", "2")), List.of(), Desk.DEFAULT);

        assertThat(report.items())
                .extracting(ImportedItem::file, ImportedItem::code)
                .containsExactly(tuple("bad", "format.damaged"), tuple("good", "ok"));
        assertThat(report.items().get(0).reason()).doesNotContain("secret");
    }

    @Test
    void manyItemsAreWrittenInBatches() {
        StringBuilder many = new StringBuilder();
        for (int i = 0; i < 2_500; i++) {
            many.append('1');
        }

        ImportReport report = importer(Limits.DEFAULT)
                .importFiles(List.of(Desk.file("many", many.toString())), List.of(), Desk.DEFAULT);

        assertThat(report.count(ItemResult.ADDED)).isEqualTo(2_500);
        assertThat(keystore.writes()).isEqualTo(3);
    }

    @Test
    void aShortIdThatFitsSeveralKeysIsRefusedWithTheCandidates() throws Exception {
        String one = "1".repeat(32) + "ABCDEF12";
        String two = "2".repeat(32) + "ABCDEF12";
        for (String fingerprint : List.of(one, two)) {
            Certificate certificate = certificate(fingerprint);
            try (SecretKeyRecord secret = new SecretKeyRecord(certificate.secretKeyId(), new byte[] {'1'}, null)) {
                keystore.apply(List.of(
                        new Keystore.Change.PutCertificate(
                                certificate,
                                CertificateFacts.added(
                                        CertificateFacts.Source.ADMINISTRATOR, TrustLevel.UNVERIFIED, clock.instant())),
                        new Keystore.Change.PutSecret(secret)));
            }
        }
        int writes = keystore.writes();
        PasswordVault vault = new PasswordVault(keystore, new CountingReader(), clock, Limits.DEFAULT);

        PasswordVault.Answer answer;
        try (Passphrase passphrase = Passphrase.of("secret".toCharArray())) {
            answer = vault.set("abcdef12", passphrase);
        }

        assertThat(answer.code()).isEqualTo(Code.AMBIGUOUS);
        assertThat(answer.fingerprints()).containsExactlyInAnyOrder(one, two);
        assertThat(keystore.writes()).isEqualTo(writes);
        assertThat(vault.test(one).fingerprints()).containsExactly(one);
    }
}
