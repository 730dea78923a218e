package org.sealdesk.crypt.hook;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.sealdesk.api.Fix;
import org.sealdesk.api.Problem;
import org.sealdesk.api.Severity;
import org.sealdesk.api.Text;
import org.sealdesk.api.mail.EncryptionState;
import org.sealdesk.api.mail.SecurityReport;
import org.sealdesk.api.mail.SignatureState;
import org.sealdesk.crypt.address.MailAddress;
import org.sealdesk.crypt.text.Texts;
import org.sealdesk.crypt.verdict.CryptographicSummary;
import org.sealdesk.crypt.verdict.DecryptionOutcome;
import org.sealdesk.crypt.verdict.ErrantLayer;
import org.sealdesk.crypt.verdict.Finding;
import org.sealdesk.crypt.verdict.FindingCode;
import org.sealdesk.crypt.verdict.Layer;
import org.sealdesk.crypt.verdict.SignatureFacts;
import org.sealdesk.crypt.verdict.SignatureOutcome;
import org.sealdesk.crypt.verdict.SignatureStatus;
import org.sealdesk.crypt.verdict.SignatureVerdict;
import org.sealdesk.crypt.verdict.SignerIdentity;
import org.sealdesk.crypt.verdict.Technology;

/** Says a verdict in the host's types. Decides nothing. */
public final class ReportMapper {

    private final String by;
    private final Texts texts;

    /** @param by plugin id and version */
    public ReportMapper(String by, Texts texts) {
        this.by = by;
        this.texts = texts;
    }

    /** The report on a mail. */
    public SecurityReport report(CryptographicSummary summary) {
        List<String> missing = missingKeys(summary);
        return new SecurityReport(
                status(summary.status()),
                signature(summary.signature()),
                EncryptionState.valueOf(summary.encryption().name()),
                Sentence.of(summary, texts),
                summary.signatures().stream().map(ReportMapper::signer).toList(),
                recipients(summary),
                layers(summary),
                summary.evidence().errant().stream().map(ReportMapper::errant).toList(),
                summary.findings().stream().map(f -> finding(f, missing)).toList(),
                missing,
                summary.evidence().layers().stream().anyMatch(Layer.Encrypted.class::isInstance),
                summary.judgedAt(),
                by);
    }

    private static SecurityReport.Summary status(CryptographicSummary.Status status) {
        return switch (status) {
            case UNPROTECTED -> SecurityReport.Summary.UNPROTECTED;
            case SIGNED_ONLY -> SecurityReport.Summary.SIGNED_ONLY;
            case ENCRYPTED_ONLY -> SecurityReport.Summary.ENCRYPTED_ONLY;
            case SIGNED_AND_ENCRYPTED -> SecurityReport.Summary.SIGNED_AND_ENCRYPTED;
        };
    }

    private static SignatureState signature(SignatureStatus status) {
        return SignatureState.valueOf(status.name());
    }

    private static SecurityReport.Signer signer(SignatureVerdict verdict) {
        SignatureFacts facts = verdict.signature().outcome().facts();
        return new SecurityReport.Signer(
                facts.signer().map(SignerIdentity::fingerprint).orElse(""),
                facts.signer().map(ReportMapper::addresses).orElse(List.of()),
                verdict.signature().trust().name(),
                signature(verdict.status()),
                facts.signedAt(),
                facts.algorithm());
    }

    private static List<String> addresses(SignerIdentity signer) {
        return signer.addresses().stream().sorted().map(MailAddress::toString).toList();
    }

    private static List<String> recipients(CryptographicSummary summary) {
        List<String> recipients = new ArrayList<>();
        for (Layer layer : summary.evidence().layers()) {
            if (layer instanceof Layer.Encrypted encrypted) {
                recipients.addAll(encrypted.outcome().recipients());
            }
        }
        return recipients;
    }

    private static List<SecurityReport.Layer> layers(CryptographicSummary summary) {
        List<SecurityReport.Layer> layers = new ArrayList<>();
        int signature = 0;
        for (Layer layer : summary.evidence().layers()) {
            if (layer instanceof Layer.Signed signed) {
                SignatureVerdict worst = summary.signatures().get(signature);
                for (int i = 0; i < signed.signatures().size(); i++) {
                    SignatureVerdict verdict = summary.signatures().get(signature + i);
                    worst = verdict.status().compareTo(worst.status()) > 0 ? verdict : worst;
                }
                signature += signed.signatures().size();
                layers.add(new SecurityReport.Layer(
                        layer.kind(),
                        worst.status().name(),
                        worst.signature().outcome().facts().algorithm()));
            } else {
                layers.add(layer(layer));
            }
        }
        return layers;
    }

    private static SecurityReport.Layer layer(Layer layer) {
        if (layer instanceof Layer.Encrypted encrypted) {
            if (encrypted.outcome() instanceof DecryptionOutcome.Decrypted decrypted) {
                boolean authentic = decrypted.integrity() == DecryptionOutcome.Integrity.PROTECTED;
                return new SecurityReport.Layer(
                        layer.kind(), authentic ? "DECRYPTED" : "DECRYPTED_LEGACY", decrypted.algorithm());
            }
            DecryptionOutcome.Failed failed = (DecryptionOutcome.Failed) encrypted.outcome();
            return new SecurityReport.Layer(layer.kind(), status(failed.reason()), "");
        }
        return new SecurityReport.Layer(layer.kind(), layer instanceof Layer.Broken ? "MALFORMED" : "NONE", "");
    }

    /** One of the statuses of an encryption; that it is the store which is locked is said by a finding. */
    private static String status(DecryptionOutcome.Reason reason) {
        return reason == DecryptionOutcome.Reason.STORE_LOCKED ? "KEY_LOCKED" : reason.name();
    }

    private static SecurityReport.ErrantLayer errant(ErrantLayer errant) {
        return new SecurityReport.ErrantLayer(errant.part(), errant.kind(), "NOT_CHECKED");
    }

    private Problem finding(Finding finding, List<String> missing) {
        FindingCode code = finding.code();
        Text what = texts.of("finding." + code.code(), finding.arguments().toArray(Object[]::new));
        Severity severity = code.isWarning() ? Severity.WARNING : Severity.INFO;
        List<Fix> fixes = switch (code) {
            case SIG_KEY_MISSING, ENC_KEY_MISSING -> List.of(new Fix(texts.of("compose.fix.import"), wanting(missing)));
            case ENC_KEY_LOCKED -> List.of(new Fix(texts.of("compose.fix.password"), "settings"));
            case STORE_LOCKED -> List.of(new Fix(texts.of("compose.fix.unlock"), "health"));
            default -> List.of();
        };
        return new Problem(code.code(), severity, what, Text.data(""), fixes);
    }

    /** The import page, which then says what it is wanted for. */
    private static String wanting(List<String> missing) {
        return missing.stream()
                .map(key -> "missing=" + URLEncoder.encode(key, StandardCharsets.UTF_8))
                .collect(Collectors.joining("&", "import?", ""));
    }

    private static List<String> missingKeys(CryptographicSummary summary) {
        Set<String> missing = new LinkedHashSet<>();
        for (Layer layer : summary.evidence().layers()) {
            if (layer instanceof Layer.Encrypted e && e.outcome() instanceof DecryptionOutcome.Failed failed) {
                missing.addAll(failed.missing());
            }
        }
        for (SignatureVerdict verdict : summary.signatures()) {
            if (verdict.signature().outcome() instanceof SignatureOutcome.Unverifiable unverifiable) {
                SignatureFacts facts = unverifiable.facts();
                String prefix = facts.technology() == Technology.OPENPGP ? "pgp:" : "smime:";
                missing.add(prefix + facts.issuer().replace(" #", "#"));
            }
        }
        return List.copyOf(missing);
    }
}
