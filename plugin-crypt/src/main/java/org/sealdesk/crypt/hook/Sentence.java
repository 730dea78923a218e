package org.sealdesk.crypt.hook;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.sealdesk.api.Text;
import org.sealdesk.crypt.address.MailAddress;
import org.sealdesk.crypt.text.Texts;
import org.sealdesk.crypt.verdict.Author;
import org.sealdesk.crypt.verdict.CryptographicSummary;
import org.sealdesk.crypt.verdict.FindingCode;
import org.sealdesk.crypt.verdict.SignatureOutcome;
import org.sealdesk.crypt.verdict.SignatureStatus;
import org.sealdesk.crypt.verdict.SignatureVerdict;
import org.sealdesk.crypt.verdict.SignerIdentity;

/** The one line above a message. Mail without any protection has none. */
final class Sentence {

    private final CryptographicSummary summary;
    private final Texts texts;

    private Sentence(CryptographicSummary summary, Texts texts) {
        this.summary = summary;
        this.texts = texts;
    }

    static Optional<Text> of(CryptographicSummary summary, Texts texts) {
        return new Sentence(summary, texts).text();
    }

    private Optional<Text> text() {
        return switch (summary.encryption()) {
            case NONE -> signature();
            case DECRYPTED, DECRYPTED_LEGACY -> Optional.of(encrypted());
            case KEY_MISSING -> Optional.of(texts.of("message.no-key"));
            case KEY_LOCKED -> Optional.of(texts.of(isStoreLocked() ? "message.store-locked" : "message.locked"));
            case DAMAGED -> Optional.of(texts.of("message.damaged"));
            case REFUSED -> Optional.of(texts.of("message.refused"));
            case UNSUPPORTED -> Optional.of(texts.of("message.unsupported"));
            case NOT_CHECKED -> Optional.of(texts.of("message.not-checked"));
        };
    }

    private boolean isStoreLocked() {
        return summary.findings().stream().anyMatch(f -> f.code() == FindingCode.STORE_LOCKED);
    }

    private Text encrypted() {
        if (summary.signature() == SignatureStatus.CONFIRMED) {
            return texts.of("message.encrypted-confirmed", author());
        }
        Text first = texts.of("message.encrypted-only");
        return signature()
                .map(second -> texts.of("message.encrypted-and", second))
                .filter(both -> summary.signature() != SignatureStatus.NONE)
                .orElse(first);
    }

    private Optional<Text> signature() {
        return switch (summary.signature()) {
            case NONE -> Optional.empty();
            case CONFIRMED -> Optional.of(texts.of("message.confirmed", author()));
            case VALID_UNVERIFIED_KEY -> Optional.of(texts.of("message.unverified-key"));
            case SIGNER_MISMATCH -> Optional.of(mismatch());
            case KEY_MISSING -> Optional.of(texts.of("message.key-missing", author()));
            case KEY_EXPIRED -> Optional.of(texts.of("message.key-expired"));
            case KEY_REVOKED -> Optional.of(texts.of("message.revoked-key"));
            case NOT_TRUSTED -> Optional.of(notTrusted());
            case WEAK -> Optional.of(texts.of("message.weak"));
            case PARTIAL -> Optional.of(texts.of("message.partial"));
            case CONTENT_CHANGED -> Optional.of(changed());
            case MALFORMED -> Optional.of(texts.of("message.malformed"));
            case UNSUPPORTED -> Optional.of(texts.of("message.unsupported-signature"));
            case NOT_CHECKED -> Optional.of(texts.of("message.not-checked"));
        };
    }

    private Text mismatch() {
        if (summary.evidence().author() instanceof Author.Unclear) {
            return texts.of("message.author-unclear");
        }
        return texts.of("message.mismatch", signers(SignatureStatus.SIGNER_MISMATCH));
    }

    private Text notTrusted() {
        return worst(SignatureStatus.NOT_TRUSTED)
                .flatMap(v -> v.signature().outcome().facts().signer())
                .filter(s -> s.chain() instanceof SignerIdentity.Chain.NoPath)
                .map(s -> texts.of("message.not-trusted", ((SignerIdentity.Chain.NoPath) s.chain()).issuer()))
                .orElseGet(() -> texts.of("message.not-allowed"));
    }

    /** "The text changed" is only said where it did. */
    private Text changed() {
        boolean textChanged = worst(SignatureStatus.CONTENT_CHANGED)
                .filter(v -> v.signature().outcome() instanceof SignatureOutcome.Invalid invalid
                        && invalid.reason() == SignatureOutcome.Reason.CONTENT_CHANGED)
                .isPresent();
        return texts.of(textChanged ? "message.changed" : "message.invalid");
    }

    private Optional<SignatureVerdict> worst(SignatureStatus status) {
        return summary.signatures().stream().filter(v -> v.status() == status).findFirst();
    }

    private String author() {
        return summary.evidence().author() instanceof Author.Known known
                ? known.address().toString()
                : "?";
    }

    private String signers(SignatureStatus status) {
        List<String> names = summary.signatures().stream()
                .filter(v -> v.status() == status)
                .flatMap(v -> v.signature().outcome().facts().signer().stream())
                .flatMap(s -> s.addresses().stream())
                .sorted()
                .map(MailAddress::toString)
                .distinct()
                .toList();
        return names.isEmpty()
                ? summary.signatures().stream()
                        .map(v -> v.signature().outcome().facts().issuer())
                        .findFirst()
                        .orElse("?")
                : names.stream().limit(3).collect(Collectors.joining(", "));
    }
}
