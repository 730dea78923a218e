package org.sealdesk.crypt.hook;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sealdesk.api.Text;
import org.sealdesk.api.mail.EncryptionState;
import org.sealdesk.api.mail.SecurityReport;
import org.sealdesk.api.mail.SignatureState;
import org.sealdesk.crypt.address.MailAddress;
import org.sealdesk.crypt.key.Certificate;
import org.sealdesk.crypt.key.StoredCertificate;
import org.sealdesk.crypt.message.ProtectedCopy;
import org.sealdesk.crypt.text.Texts;
import org.sealdesk.crypt.verdict.Technology;

/** The report on a mail we protected ourselves: what was done, for whom, with which key. */
public final class SentReport {

    private final String by;
    private final Texts texts;

    /** @param by plugin id and version */
    public SentReport(String by, Texts texts) {
        this.by = by;
        this.texts = texts;
    }

    SecurityReport of(ProtectedCopy copy, Instant at) {
        boolean signed = copy.level().signs();
        boolean encrypted = copy.level().encrypts();
        SecurityReport.Summary summary = encrypted
                ? (signed ? SecurityReport.Summary.SIGNED_AND_ENCRYPTED : SecurityReport.Summary.ENCRYPTED_ONLY)
                : SecurityReport.Summary.SIGNED_ONLY;
        int count = copy.recipients().size();
        Text sentence = !encrypted
                ? texts.of("message.sent-signed")
                : texts.of(signed ? "message.sent-signed-encrypted" : "message.sent", count);
        return new SecurityReport(
                summary,
                signed ? SignatureState.CONFIRMED : SignatureState.NONE,
                encrypted ? EncryptionState.DECRYPTED : EncryptionState.NONE,
                Optional.of(sentence),
                copy.signer().map(s -> List.of(signer(s, at))).orElse(List.of()),
                copy.encryptedTo().stream()
                        .map(c -> c.certificate().fingerprint().hex())
                        .toList(),
                layers(copy),
                List.of(),
                List.of(),
                List.of(),
                encrypted,
                at,
                by);
    }

    private static SecurityReport.Signer signer(StoredCertificate stored, Instant at) {
        Certificate certificate = stored.certificate();
        return new SecurityReport.Signer(
                certificate.fingerprint().hex(),
                certificate.addresses().stream()
                        .sorted()
                        .map(MailAddress::toString)
                        .toList(),
                stored.facts().trust().name(),
                SignatureState.CONFIRMED,
                Optional.of(at),
                certificate.primaryKey().algorithm());
    }

    private static List<SecurityReport.Layer> layers(ProtectedCopy copy) {
        String prefix = copy.technology() == Technology.OPENPGP ? "pgp-" : "smime-";
        List<SecurityReport.Layer> layers = new ArrayList<>();
        if (copy.level().encrypts()) {
            String kind = copy.technology() == Technology.OPENPGP ? "encrypted" : "enveloped";
            layers.add(new SecurityReport.Layer(prefix + kind, "DECRYPTED", copy.algorithm()));
        }
        if (copy.level().signs()) {
            layers.add(new SecurityReport.Layer(prefix + "signed", "CONFIRMED", ""));
        }
        return layers;
    }
}
