package org.sealdesk.crypt.verdict;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sealdesk.crypt.address.MailAddress;

/** Evidence for tests, in the words of the domain. */
final class Evidences {

    static final MailAddress ANN = MailAddress.parse("ann@example.org").orElseThrow();
    static final MailAddress EVE = MailAddress.parse("eve@example.net").orElseThrow();
    static final Author FROM_ANN = new Author.Known(ANN);
    static final Instant NOW = Instant.parse("2031-05-01T10:00:00Z");

    private Evidences() {}

    static SignatureFacts facts(Technology technology, MailAddress... addresses) {
        SignerIdentity.Chain chain = technology == Technology.OPENPGP
                ? new SignerIdentity.Chain.NotApplicable()
                : new SignerIdentity.Chain.Trusted("CN=Root");
        return new SignatureFacts(
                technology,
                "ABCD",
                Optional.of(new SignerIdentity(technology, "ABCD", Set.of(addresses), chain)),
                Optional.of(NOW),
                "Ed25519, SHA-256");
    }

    static JudgedSignature goodBy(MailAddress address) {
        return new JudgedSignature(
                new SignatureOutcome.Valid(facts(Technology.OPENPGP, address)), TrustLevel.CONFIRMED);
    }

    static JudgedSignature invalid(SignatureOutcome.Reason reason, Technology technology) {
        return new JudgedSignature(
                new SignatureOutcome.Invalid(reason, facts(technology, ANN), "rule"), TrustLevel.CONFIRMED);
    }

    static JudgedSignature unknownKey() {
        SignatureFacts facts =
                new SignatureFacts(Technology.OPENPGP, "77AA", Optional.empty(), Optional.empty(), "RSA");
        return new JudgedSignature(new SignatureOutcome.Unverifiable(facts), TrustLevel.UNVERIFIED);
    }

    static Layer signed(JudgedSignature... signatures) {
        return new Layer.Signed("pgp-signed", List.of(signatures));
    }

    static Layer decrypted() {
        return new Layer.Encrypted(
                "pgp-encrypted",
                new DecryptionOutcome.Decrypted(
                        DecryptionOutcome.Integrity.PROTECTED, "AES-256", "ABCD", List.of("1234")));
    }

    static Layer decryptedLegacy() {
        return new Layer.Encrypted(
                "smime-enveloped",
                new DecryptionOutcome.Decrypted(
                        DecryptionOutcome.Integrity.NONE, "AES-256 CBC", "ABCD", List.of("1234")));
    }

    static Layer failed(DecryptionOutcome.Reason reason) {
        return new Layer.Encrypted(
                "pgp-encrypted", new DecryptionOutcome.Failed(reason, List.of("1234"), List.of("pgp:1234"), "detail"));
    }

    static Layer broken(Layer.Claim claim) {
        return new Layer.Broken("smime-signed", claim, "CMS-NO-SIGNER", "no signer");
    }

    static CryptographicSummary judge(Author author, Layer... layers) {
        return judge(new Evidence(author, List.of(layers), List.of(), List.of()));
    }

    static CryptographicSummary judge(Evidence evidence) {
        return CryptographicSummary.judge(evidence, TrustLevel.DISCOVERED, NOW);
    }
}
