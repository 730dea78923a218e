package org.sealdesk.crypt.verdict;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The one verdict on a message (RFC 9787, section 3). Nobody can make one but {@link #judge}, which computes it from
 * the evidence and nothing else; more evidence never makes it better.
 */
public final class CryptographicSummary {

    private final Status status;
    private final SignatureStatus signature;
    private final EncryptionStatus encryption;
    private final List<SignatureVerdict> signatures;
    private final List<Finding> findings;
    private final Evidence evidence;
    private final Instant judgedAt;

    private CryptographicSummary(
            Status status,
            SignatureStatus signature,
            EncryptionStatus encryption,
            List<SignatureVerdict> signatures,
            List<Finding> findings,
            Evidence evidence,
            Instant judgedAt) {
        this.status = status;
        this.signature = signature;
        this.encryption = encryption;
        this.signatures = List.copyOf(signatures);
        this.findings = List.copyOf(findings);
        this.evidence = evidence;
        this.judgedAt = judgedAt;
    }

    /**
     * Judges a message.
     *
     * @param required the least trust at which a signature counts, above {@link TrustLevel#REJECTED}
     * @param judgedAt when the message was received
     */
    public static CryptographicSummary judge(Evidence evidence, TrustLevel required, Instant judgedAt) {
        if (required == TrustLevel.REJECTED) {
            throw new IllegalArgumentException("required trust is REJECTED");
        }
        List<SignatureVerdict> signatures = signatures(evidence, new SignatureRule(evidence.author(), required));
        SignatureStatus signature = worst(evidence, signatures);
        EncryptionStatus encryption = encryption(evidence.layers());
        boolean signed = signature == SignatureStatus.CONFIRMED;
        boolean encrypted = encryption == EncryptionStatus.DECRYPTED || encryption == EncryptionStatus.DECRYPTED_LEGACY;
        Status status = encrypted
                ? (signed ? Status.SIGNED_AND_ENCRYPTED : Status.ENCRYPTED_ONLY)
                : (signed && encryption == EncryptionStatus.NONE ? Status.SIGNED_ONLY : Status.UNPROTECTED);
        List<Finding> findings = new FindingsOf(evidence, signatures, encryption).list();
        return new CryptographicSummary(status, signature, encryption, signatures, findings, evidence, judgedAt);
    }

    private static List<SignatureVerdict> signatures(Evidence evidence, SignatureRule rule) {
        int lastEncryption = lastEncryption(evidence.layers());
        boolean insideIsSigned =
                evidence.layers().stream().skip(lastEncryption + 1L).anyMatch(Layer.Signed.class::isInstance);
        List<SignatureVerdict> verdicts = new ArrayList<>();
        for (int i = 0; i < evidence.layers().size(); i++) {
            if (evidence.layers().get(i) instanceof Layer.Signed layer) {
                boolean coversText = i > lastEncryption || insideIsSigned;
                for (JudgedSignature judged : layer.signatures()) {
                    SignatureStatus status = rule.statusOf(judged);
                    // Whoever signs a ciphertext need not know what is in it.
                    verdicts.add(new SignatureVerdict(judged, coversText ? status : atBestPartial(status)));
                }
            }
        }
        return verdicts;
    }

    private static int lastEncryption(List<Layer> layers) {
        int last = -1;
        for (int i = 0; i < layers.size(); i++) {
            if (layers.get(i) instanceof Layer.Encrypted) {
                last = i;
            }
        }
        return last;
    }

    private static SignatureStatus atBestPartial(SignatureStatus status) {
        return status.compareTo(SignatureStatus.PARTIAL) < 0 ? SignatureStatus.PARTIAL : status;
    }

    private static SignatureStatus worst(Evidence evidence, List<SignatureVerdict> signatures) {
        boolean broken = evidence.layers().stream()
                .anyMatch(l -> l instanceof Layer.Broken b && b.claims() == Layer.Claim.SIGNATURE);
        boolean partial =
                evidence.errant().stream().anyMatch(e -> e.visible() && e.kind().endsWith("-signed"));
        Stream<SignatureStatus> all = signatures.stream().map(SignatureVerdict::status);
        if (broken) {
            all = Stream.concat(all, Stream.of(SignatureStatus.MALFORMED));
        }
        return all.max(SignatureStatus::compareTo).orElse(partial ? SignatureStatus.PARTIAL : SignatureStatus.NONE);
    }

    private static EncryptionStatus encryption(List<Layer> layers) {
        EncryptionStatus worst = EncryptionStatus.NONE;
        for (Layer layer : layers) {
            if (layer instanceof Layer.Encrypted e) {
                EncryptionStatus status = statusOf(e.outcome());
                if (worst == EncryptionStatus.NONE || status.compareTo(worst) > 0) {
                    worst = status;
                }
            } else if (layer instanceof Layer.Broken b && b.claims() == Layer.Claim.ENCRYPTION) {
                worst = EncryptionStatus.DAMAGED;
            }
        }
        return worst;
    }

    private static EncryptionStatus statusOf(DecryptionOutcome outcome) {
        if (outcome instanceof DecryptionOutcome.Failed failed) {
            return switch (failed.reason()) {
                case KEY_MISSING -> EncryptionStatus.KEY_MISSING;
                case KEY_LOCKED, STORE_LOCKED -> EncryptionStatus.KEY_LOCKED;
                case DAMAGED -> EncryptionStatus.DAMAGED;
                case REFUSED -> EncryptionStatus.REFUSED;
                case UNSUPPORTED -> EncryptionStatus.UNSUPPORTED;
            };
        }
        boolean authentic = outcome instanceof DecryptionOutcome.Decrypted d
                && d.integrity() == DecryptionOutcome.Integrity.PROTECTED;
        return authentic ? EncryptionStatus.DECRYPTED : EncryptionStatus.DECRYPTED_LEGACY;
    }

    public Status status() {
        return status;
    }

    /** The worst of the envelope's signatures; NONE if there is none. */
    public SignatureStatus signature() {
        return signature;
    }

    public EncryptionStatus encryption() {
        return encryption;
    }

    /** Every signature of the envelope, outermost layer first. */
    public List<SignatureVerdict> signatures() {
        return signatures;
    }

    public List<Finding> findings() {
        return findings;
    }

    public Evidence evidence() {
        return evidence;
    }

    public Instant judgedAt() {
        return judgedAt;
    }

    @Override
    public String toString() {
        return status + " (signature " + signature + ", encryption " + encryption + ")";
    }

    /** RFC 9787, section 3. */
    public enum Status {
        UNPROTECTED,
        SIGNED_ONLY,
        ENCRYPTED_ONLY,
        SIGNED_AND_ENCRYPTED
    }
}
