package org.sealdesk.harness.web;

import java.util.List;
import org.sealdesk.api.Severity;
import org.sealdesk.api.admin.Tone;
import org.sealdesk.api.mail.EncryptionState;
import org.sealdesk.api.mail.SecurityReport;
import org.sealdesk.api.mail.SignatureState;
import org.sealdesk.harness.ticket.Article;

/**
 * A report in two words, with a tone. Words first: encryption alone is never green, and a mail without protection is
 * nothing to warn of.
 *
 * @param key of the words
 */
public record Seal(Tone tone, String icon, String key) {

    private static final Seal PLAIN = new Seal(Tone.MUTED, "", "seal.plain");

    static Seal of(Article article, List<SecurityReport> reports) {
        return switch (article.state()) {
            case NOT_SENT, REPLACED -> new Seal(Tone.STOP, "cross", "seal.not.sent");
            case DEFERRED, SENDING -> new Seal(Tone.WARN, "clock", "seal.deferred");
            case HELD -> new Seal(Tone.WARN, "warning", "seal.held");
            case NOT_CHECKED -> new Seal(Tone.NEUTRAL, "question", "seal.not.checked");
            case SENT -> reports.isEmpty() ? PLAIN : sent(reports);
            case RECEIVED -> reports.isEmpty() ? PLAIN : of(reports.get(0));
        };
    }

    /** The least protected copy speaks for all. */
    private static Seal sent(List<SecurityReport> reports) {
        SecurityReport.Summary least = reports.stream()
                .map(SecurityReport::summary)
                .min(java.util.Comparator.naturalOrder())
                .orElseThrow();
        return switch (least) {
            case UNPROTECTED -> PLAIN;
            case SIGNED_ONLY -> new Seal(Tone.NEUTRAL, "check", "seal.sent.signed");
            case ENCRYPTED_ONLY -> new Seal(Tone.NEUTRAL, "lock", "seal.sent.encrypted");
            case SIGNED_AND_ENCRYPTED -> new Seal(Tone.NEUTRAL, "lock", "seal.sent.both");
        };
    }

    /** For a mail that came in. */
    public static Seal of(SecurityReport report) {
        EncryptionState encryption = report.encryption();
        boolean readable = encryption == EncryptionState.DECRYPTED || encryption == EncryptionState.DECRYPTED_LEGACY;
        if (!readable && encryption != EncryptionState.NONE) {
            return switch (encryption) {
                case KEY_MISSING, KEY_LOCKED -> new Seal(Tone.WARN, "key", "seal.unreadable");
                case NOT_CHECKED -> new Seal(Tone.NEUTRAL, "question", "seal.not.checked");
                default -> new Seal(Tone.STOP, "cross", "seal.damaged");
            };
        }
        Seal signature = signature(report.signature(), readable);
        if (report.signature() == SignatureState.CONFIRMED && isWarned(report)) {
            signature = new Seal(Tone.WARN, "warning", readable ? "seal.both.warned" : "seal.confirmed.warned");
        }
        return readable && report.signature() == SignatureState.NONE
                ? new Seal(Tone.NEUTRAL, "lock", "seal.encrypted")
                : signature;
    }

    /** Right, and still something for the reader to stop at: the finding says what. */
    private static boolean isWarned(SecurityReport report) {
        return report.findings().stream().anyMatch(f -> f.severity() != Severity.INFO);
    }

    private static Seal signature(SignatureState state, boolean encrypted) {
        return switch (state) {
            case CONFIRMED ->
                new Seal(Tone.GOOD, encrypted ? "lock" : "check", encrypted ? "seal.both" : "seal.confirmed");
            case VALID_UNVERIFIED_KEY -> new Seal(Tone.NEUTRAL, "question", "seal.unverified");
            case SIGNER_MISMATCH -> new Seal(Tone.WARN, "warning", "seal.mismatch");
            case KEY_MISSING -> new Seal(Tone.NEUTRAL, "key", "seal.key.missing");
            case KEY_EXPIRED -> new Seal(Tone.WARN, "clock", "seal.expired");
            case KEY_REVOKED -> new Seal(Tone.STOP, "cross", "seal.revoked");
            case NOT_TRUSTED -> new Seal(Tone.WARN, "question", "seal.untrusted");
            case WEAK -> new Seal(Tone.WARN, "warning", "seal.weak");
            case PARTIAL -> new Seal(Tone.WARN, "warning", "seal.partial");
            case CONTENT_CHANGED, MALFORMED -> new Seal(Tone.WARN, "cross", "seal.changed");
            case UNSUPPORTED -> new Seal(Tone.NEUTRAL, "question", "seal.unsupported");
            case NOT_CHECKED -> new Seal(Tone.NEUTRAL, "question", "seal.not.checked");
            case NONE -> PLAIN;
        };
    }
}
