package org.sealdesk.crypt.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.sealdesk.crypt.verdict.Evidences.ANN;
import static org.sealdesk.crypt.verdict.Evidences.EVE;
import static org.sealdesk.crypt.verdict.Evidences.FROM_ANN;
import static org.sealdesk.crypt.verdict.Evidences.broken;
import static org.sealdesk.crypt.verdict.Evidences.decrypted;
import static org.sealdesk.crypt.verdict.Evidences.decryptedLegacy;
import static org.sealdesk.crypt.verdict.Evidences.facts;
import static org.sealdesk.crypt.verdict.Evidences.failed;
import static org.sealdesk.crypt.verdict.Evidences.goodBy;
import static org.sealdesk.crypt.verdict.Evidences.invalid;
import static org.sealdesk.crypt.verdict.Evidences.judge;
import static org.sealdesk.crypt.verdict.Evidences.signed;
import static org.sealdesk.crypt.verdict.Evidences.unknownKey;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sealdesk.crypt.verdict.CryptographicSummary.Status;

class CryptographicSummaryTest {

    @Test
    void mailWithoutLayersIsUnprotectedWithoutAnyFinding() {
        CryptographicSummary summary = judge(FROM_ANN);

        assertThat(summary.status()).isEqualTo(Status.UNPROTECTED);
        assertThat(summary.signature()).isEqualTo(SignatureStatus.NONE);
        assertThat(summary.encryption()).isEqualTo(EncryptionStatus.NONE);
        assertThat(summary.findings()).isEmpty();
    }

    @Test
    void goodSignatureOfTheAuthorMakesSignedOnly() {
        assertThat(judge(FROM_ANN, signed(goodBy(ANN))).status()).isEqualTo(Status.SIGNED_ONLY);
    }

    @Test
    void signatureInsideEncryptionMakesSignedAndEncrypted() {
        assertThat(judge(FROM_ANN, decrypted(), signed(goodBy(ANN))).status()).isEqualTo(Status.SIGNED_AND_ENCRYPTED);
    }

    @Test
    void signatureByAnotherAddressDoesNotCountAsAuthorSignature() {
        CryptographicSummary summary = judge(FROM_ANN, signed(goodBy(EVE)));

        assertThat(summary.status()).isEqualTo(Status.UNPROTECTED);
        assertThat(summary.signature()).isEqualTo(SignatureStatus.SIGNER_MISMATCH);
        assertThat(summary.findings())
                .contains(Finding.of(FindingCode.SIG_FROM_MISMATCH, EVE.toString(), ANN.toString()));
    }

    @Test
    void anAuthorWhoIsNotOneMailboxIsNobody() {
        CryptographicSummary summary = judge(new Author.Unclear("two From headers"), signed(goodBy(ANN)));

        assertThat(summary.status()).isEqualTo(Status.UNPROTECTED);
        assertThat(summary.signature()).isEqualTo(SignatureStatus.SIGNER_MISMATCH);
        assertThat(summary.findings()).contains(Finding.of(FindingCode.FROM_INVALID, "two From headers"));
    }

    @Test
    void signatureOutsideEncryptionVouchesForTheCiphertextOnly() {
        CryptographicSummary summary = judge(FROM_ANN, signed(goodBy(ANN)), decrypted());

        assertThat(summary.status()).isEqualTo(Status.ENCRYPTED_ONLY);
        assertThat(summary.signature()).isEqualTo(SignatureStatus.PARTIAL);
        assertThat(summary.findings()).contains(Finding.of(FindingCode.SIG_OUTSIDE_ENCRYPTION));
    }

    @Test
    void tripleWrappedMailOfOneAuthorIsSignedAndEncrypted() {
        assertThat(judge(FROM_ANN, signed(goodBy(ANN)), decrypted(), signed(goodBy(ANN)))
                        .status())
                .isEqualTo(Status.SIGNED_AND_ENCRYPTED);
    }

    @Test
    void oneBadSignatureAmongGoodOnesDecides() {
        CryptographicSummary summary = judge(
                FROM_ANN, signed(goodBy(ANN), invalid(SignatureOutcome.Reason.CONTENT_CHANGED, Technology.SMIME)));

        assertThat(summary.status()).isEqualTo(Status.UNPROTECTED);
        assertThat(summary.signature()).isEqualTo(SignatureStatus.CONTENT_CHANGED);
        assertThat(summary.findings()).contains(Finding.of(FindingCode.SIG_NOT_UNANIMOUS, "2"));
    }

    @Test
    void unknownSignerIsAMissingKey() {
        assertThat(judge(FROM_ANN, signed(unknownKey())).signature()).isEqualTo(SignatureStatus.KEY_MISSING);
    }

    @Test
    void cbcDecryptionIsMarkedAndStillConfidential() {
        CryptographicSummary summary = judge(FROM_ANN, decryptedLegacy());

        assertThat(summary.status()).isEqualTo(Status.ENCRYPTED_ONLY);
        assertThat(summary.encryption()).isEqualTo(EncryptionStatus.DECRYPTED_LEGACY);
        assertThat(summary.findings()).contains(Finding.of(FindingCode.ENC_NO_INTEGRITY));
    }

    @ParameterizedTest
    @CsvSource({
        "KEY_MISSING, KEY_MISSING",
        "KEY_LOCKED, KEY_LOCKED",
        "STORE_LOCKED, KEY_LOCKED",
        "DAMAGED, DAMAGED",
        "REFUSED, REFUSED",
        "UNSUPPORTED, UNSUPPORTED"
    })
    void failedDecryptionIsNoProtection(DecryptionOutcome.Reason reason, EncryptionStatus expected) {
        CryptographicSummary summary = judge(FROM_ANN, failed(reason));

        assertThat(summary.status()).isEqualTo(Status.UNPROTECTED);
        assertThat(summary.encryption()).isEqualTo(expected);
        assertThat(summary.findings()).hasSize(1);
    }

    @Test
    void signedMailWhoseInnerCiphertextStaysClosedIsUnprotected() {
        assertThat(judge(FROM_ANN, signed(goodBy(ANN)), failed(DecryptionOutcome.Reason.DAMAGED))
                        .status())
                .isEqualTo(Status.UNPROTECTED);
    }

    @ParameterizedTest
    @CsvSource({
        "CONTENT_CHANGED, OPENPGP, CONTENT_CHANGED",
        "NOT_FOR_US, OPENPGP, CONTENT_CHANGED",
        "NOT_ALLOWED_TO_SIGN, OPENPGP, CONTENT_CHANGED",
        "NOT_ALLOWED_TO_SIGN, SMIME, NOT_TRUSTED",
        "CRITICAL_UNKNOWN, OPENPGP, CONTENT_CHANGED",
        "CRITICAL_UNKNOWN, SMIME, NOT_TRUSTED",
        "KEY_EXPIRED, SMIME, KEY_EXPIRED",
        "KEY_NOT_YET_VALID, SMIME, KEY_EXPIRED",
        "SIGNATURE_EXPIRED, OPENPGP, KEY_EXPIRED",
        "KEY_REVOKED, OPENPGP, KEY_REVOKED",
        "WEAK, OPENPGP, WEAK",
        "MALFORMED, SMIME, MALFORMED",
        "UNSUPPORTED, SMIME, UNSUPPORTED"
    })
    void invalidSignaturesKeepTheirReason(
            SignatureOutcome.Reason reason, Technology technology, SignatureStatus expected) {
        CryptographicSummary summary = judge(FROM_ANN, signed(invalid(reason, technology)));

        assertThat(summary.signature()).isEqualTo(expected);
        assertThat(summary.status()).isEqualTo(Status.UNPROTECTED);
        assertThat(summary.findings()).contains(Finding.of(FindingCode.SIG_INVALID, "rule"));
    }

    @ParameterizedTest
    @CsvSource({
        "OPENPGP, UNVERIFIED, VALID_UNVERIFIED_KEY",
        "OPENPGP, HARVESTED, VALID_UNVERIFIED_KEY",
        "OPENPGP, DISCOVERED, CONFIRMED",
        "OPENPGP, CONFIRMED, CONFIRMED",
        "OPENPGP, REJECTED, NOT_TRUSTED",
        "SMIME, UNVERIFIED, NOT_TRUSTED",
        "SMIME, HARVESTED, NOT_TRUSTED",
        "SMIME, CHAINED, CONFIRMED",
        "SMIME, REJECTED, NOT_TRUSTED"
    })
    void validSignaturesNeedTrust(Technology technology, TrustLevel trust, SignatureStatus expected) {
        JudgedSignature signature = new JudgedSignature(new SignatureOutcome.Valid(facts(technology, ANN)), trust);

        assertThat(judge(FROM_ANN, signed(signature)).signature()).isEqualTo(expected);
    }

    @Test
    void validSignatureWithoutSignerProvesNothing() {
        SignatureFacts nobody =
                new SignatureFacts(Technology.OPENPGP, "77AA", Optional.empty(), Optional.empty(), "RSA");
        JudgedSignature signature = new JudgedSignature(new SignatureOutcome.Valid(nobody), TrustLevel.CONFIRMED);

        assertThat(judge(FROM_ANN, signed(signature)).signature()).isEqualTo(SignatureStatus.KEY_MISSING);
    }

    @Test
    void brokenLayersAreNamed() {
        assertThat(judge(FROM_ANN, broken(Layer.Claim.SIGNATURE)).signature()).isEqualTo(SignatureStatus.MALFORMED);
        assertThat(judge(FROM_ANN, broken(Layer.Claim.ENCRYPTION)).encryption()).isEqualTo(EncryptionStatus.DAMAGED);
        assertThat(judge(FROM_ANN, signed(goodBy(ANN)), broken(Layer.Claim.SIGNATURE))
                        .status())
                .isEqualTo(Status.UNPROTECTED);
    }

    @Test
    void visibleErrantSignatureIsPartialAndAttachedOneIsNot() {
        ErrantLayer shown = new ErrantLayer("1", "pgp-signed", true);
        ErrantLayer attached = new ErrantLayer("2", "pgp-signed", false);

        assertThat(judge(new Evidence(FROM_ANN, List.of(), List.of(shown), List.of()))
                        .signature())
                .isEqualTo(SignatureStatus.PARTIAL);
        assertThat(judge(new Evidence(FROM_ANN, List.of(), List.of(attached), List.of()))
                        .signature())
                .isEqualTo(SignatureStatus.NONE);
    }

    @Test
    void chainTroubleIsToldToTheReader() {
        SignatureFacts noPath = new SignatureFacts(
                Technology.SMIME,
                "CN=x #1",
                Optional.of(new SignerIdentity(
                        Technology.SMIME, "FF", Set.of(ANN), new SignerIdentity.Chain.NoPath("CN=Unknown CA"))),
                Optional.empty(),
                "RSA 3072");
        SignatureFacts refused = new SignatureFacts(
                Technology.SMIME,
                "CN=x #1",
                Optional.of(new SignerIdentity(
                        Technology.SMIME, "FF", Set.of(ANN), new SignerIdentity.Chain.Refused("EKU", "no mail"))),
                Optional.empty(),
                "RSA 3072");

        assertThat(judge(
                                FROM_ANN,
                                signed(new JudgedSignature(new SignatureOutcome.Valid(noPath), TrustLevel.UNVERIFIED)))
                        .findings())
                .contains(Finding.of(FindingCode.SIG_NOT_TRUSTED, "FF", "no trusted issuer: CN=Unknown CA"));
        assertThat(judge(
                                FROM_ANN,
                                signed(new JudgedSignature(new SignatureOutcome.Valid(refused), TrustLevel.UNVERIFIED)))
                        .findings())
                .contains(Finding.of(FindingCode.SIG_NOT_TRUSTED, "FF", "no mail"));
    }

    @Test
    void aPolicyThatTrustsTheRejectedIsRefused() {
        Evidence evidence = new Evidence(FROM_ANN, List.of(), List.of(), List.of());

        assertThatIllegalArgumentException()
                .isThrownBy(() -> CryptographicSummary.judge(evidence, TrustLevel.REJECTED, Evidences.NOW));
    }
}
