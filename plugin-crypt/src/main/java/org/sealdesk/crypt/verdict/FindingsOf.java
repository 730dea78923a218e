package org.sealdesk.crypt.verdict;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.sealdesk.crypt.address.MailAddress;

/** What the reader should know beside the summary, derived from the evidence. */
final class FindingsOf {

    private final Evidence evidence;
    private final List<SignatureVerdict> signatures;
    private final EncryptionStatus encryption;
    private final List<Finding> findings = new ArrayList<>();

    FindingsOf(Evidence evidence, List<SignatureVerdict> signatures, EncryptionStatus encryption) {
        this.evidence = evidence;
        this.signatures = signatures;
        this.encryption = encryption;
    }

    List<Finding> list() {
        if (evidence.author() instanceof Author.Unclear unclear
                && !evidence.layers().isEmpty()) {
            findings.add(Finding.of(FindingCode.FROM_INVALID, unclear.reason()));
        }
        signatures.forEach(this::signature);
        if (signatures.stream().map(SignatureVerdict::status).distinct().count() > 1) {
            findings.add(Finding.of(FindingCode.SIG_NOT_UNANIMOUS, Integer.toString(signatures.size())));
        }
        evidence.layers().forEach(this::layer);
        if (encryption == EncryptionStatus.DECRYPTED_LEGACY) {
            findings.add(Finding.of(FindingCode.ENC_NO_INTEGRITY));
        }
        for (ErrantLayer errant : evidence.errant()) {
            FindingCode code = errant.visible() ? FindingCode.PARTIAL : FindingCode.ERRANT_LAYER;
            findings.add(Finding.of(code, errant.kind(), errant.part()));
        }
        findings.addAll(evidence.remarks());
        return List.copyOf(new LinkedHashSet<>(findings));
    }

    private void signature(SignatureVerdict verdict) {
        SignatureOutcome outcome = verdict.signature().outcome();
        SignatureFacts facts = outcome.facts();
        if (outcome instanceof SignatureOutcome.Invalid invalid) {
            findings.add(
                    ofBroken(invalid.detail()).orElseGet(() -> Finding.of(FindingCode.SIG_INVALID, invalid.detail())));
            return;
        }
        switch (verdict.status()) {
            case KEY_MISSING -> findings.add(Finding.of(FindingCode.SIG_KEY_MISSING, facts.issuer()));
            case SIGNER_MISMATCH ->
                findings.add(Finding.of(FindingCode.SIG_FROM_MISMATCH, addresses(facts), authorText()));
            case NOT_TRUSTED ->
                findings.add(Finding.of(FindingCode.SIG_NOT_TRUSTED, fingerprint(facts), chainText(facts)));
            case VALID_UNVERIFIED_KEY -> findings.add(Finding.of(FindingCode.SIG_KEY_UNVERIFIED, fingerprint(facts)));
            case PARTIAL -> findings.add(Finding.of(FindingCode.SIG_OUTSIDE_ENCRYPTION));
            case CONFIRMED,
                    KEY_EXPIRED,
                    KEY_REVOKED,
                    WEAK,
                    CONTENT_CHANGED,
                    MALFORMED,
                    UNSUPPORTED,
                    NOT_CHECKED,
                    NONE -> {}
        }
    }

    private void layer(Layer layer) {
        if (layer instanceof Layer.Broken broken) {
            findings.add(ofBroken(broken.code())
                    .orElseGet(() -> Finding.of(FindingCode.MALFORMED, broken.code(), broken.detail())));
        } else if (layer instanceof Layer.Encrypted e && e.outcome() instanceof DecryptionOutcome.Failed failed) {
            FindingCode code = switch (failed.reason()) {
                case KEY_MISSING -> FindingCode.ENC_KEY_MISSING;
                case KEY_LOCKED -> FindingCode.ENC_KEY_LOCKED;
                case STORE_LOCKED -> FindingCode.STORE_LOCKED;
                case DAMAGED, REFUSED, UNSUPPORTED -> FindingCode.ENC_FAILED;
            };
            boolean naming = code != FindingCode.ENC_FAILED;
            findings.add(Finding.of(code, naming ? String.join(", ", failed.missing()) : failed.detail()));
        }
    }

    /** What is wrong with a container in a way that people should know by its name. */
    private static Optional<Finding> ofBroken(String code) {
        if (code.startsWith("CMS-ECONTENT-PRESENT")) {
            return Optional.of(Finding.of(FindingCode.CMS_ECONTENT_PRESENT));
        }
        return code.startsWith("CMS-NO-SIGNER") ? Optional.of(Finding.of(FindingCode.SIG_NO_SIGNER)) : Optional.empty();
    }

    private String authorText() {
        return evidence.author() instanceof Author.Known known ? known.address().toString() : "?";
    }

    private static String addresses(SignatureFacts facts) {
        return facts.signer()
                .map(s -> s.addresses().stream()
                        .sorted()
                        .map(MailAddress::toString)
                        .collect(Collectors.joining(", ")))
                .filter(text -> !text.isEmpty())
                .orElse(facts.issuer());
    }

    private static String fingerprint(SignatureFacts facts) {
        return facts.signer().map(SignerIdentity::fingerprint).orElse(facts.issuer());
    }

    private static String chainText(SignatureFacts facts) {
        return facts.signer()
                .map(SignerIdentity::chain)
                .map(FindingsOf::chainText)
                .orElse("");
    }

    private static String chainText(SignerIdentity.Chain chain) {
        if (chain instanceof SignerIdentity.Chain.NoPath noPath) {
            return "no trusted issuer: " + noPath.issuer();
        }
        if (chain instanceof SignerIdentity.Chain.Refused refused) {
            return refused.rule();
        }
        return "rejected by an administrator";
    }
}
