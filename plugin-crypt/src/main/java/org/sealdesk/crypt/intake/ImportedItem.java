package org.sealdesk.crypt.intake;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.sealdesk.crypt.address.MailAddress;
import org.sealdesk.crypt.key.Certificate;
import org.sealdesk.crypt.key.Fingerprint;
import org.sealdesk.crypt.key.RevocationListFacts;
import org.sealdesk.crypt.key.X509Facts;

/**
 * What became of one thing found in a file. The components are the fields of the command line contract.
 *
 * @param file name of the file it was in
 * @param code {@code ok}, or a stable name of what is in the way
 * @param reason one sentence in English: the thing, the rule, the next step
 * @param fingerprint OpenPGP: of the primary key; X.509: SHA-256 of the certificate; empty if unknown
 * @param spkiSha256 X.509 only, hexadecimal
 * @param userIds OpenPGP only, as their maker wrote them: untrusted text
 * @param subject X.509 only, RFC 4514
 * @param addresses mailboxes the certificate proves, sorted
 * @param subkeys fingerprints of the keys below the primary key
 * @param secret whether the secret key is here now
 * @param validTo empty for never, and if nothing is known
 */
public record ImportedItem(
        String file,
        ItemKind kind,
        ItemResult result,
        String code,
        String reason,
        Optional<String> fingerprint,
        Optional<String> spkiSha256,
        List<String> userIds,
        Optional<String> subject,
        List<String> addresses,
        List<String> subkeys,
        boolean secret,
        Optional<Instant> validFrom,
        Optional<Instant> validTo,
        boolean revoked,
        boolean expired,
        boolean canSign,
        boolean canEncrypt) {

    public ImportedItem {
        userIds = List.copyOf(userIds);
        addresses = List.copyOf(addresses);
        subkeys = List.copyOf(subkeys);
    }

    /** The name to show first; empty if nothing is known of it. */
    public String displayName() {
        return subject.or(() -> userIds.stream().findFirst())
                .or(() -> fingerprint)
                .or(() -> spkiSha256)
                .orElse("");
    }

    static ImportedItem failed(String file, ItemKind kind, String code, String reason) {
        return unnamed(file, kind, new Answer(ItemResult.FAILED, code, reason), Optional.empty());
    }

    static ImportedItem unnamed(String file, ItemKind kind, Answer answer, Optional<String> spkiSha256) {
        return new ImportedItem(
                file,
                kind,
                answer.result(),
                answer.code(),
                answer.reason(),
                Optional.empty(),
                spkiSha256,
                List.of(),
                Optional.empty(),
                List.of(),
                List.of(),
                answer.result() == ItemResult.WAITING,
                Optional.empty(),
                Optional.empty(),
                false,
                false,
                false,
                false);
    }

    /** A revocation list: valid from its issue to when a newer one was promised. */
    static ImportedItem list(String file, RevocationListFacts list, Answer answer) {
        return new ImportedItem(
                file,
                ItemKind.CRL,
                answer.result(),
                answer.code(),
                answer.reason(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.of(list.issuer()),
                List.of(),
                List.of(),
                false,
                Optional.of(list.thisUpdate()),
                list.nextUpdate(),
                false,
                false,
                false,
                false);
    }

    static ImportedItem about(Certificate certificate, String file, ItemKind kind, Answer answer, Standing standing) {
        Optional<X509Facts> x509 = certificate.x509();
        return new ImportedItem(
                file,
                kind,
                answer.result(),
                answer.code(),
                answer.reason(),
                Optional.of(certificate.fingerprint().hex()),
                x509.map(x -> certificate.primaryKey().publicKeyIdentity().hex()),
                x509.isPresent() ? List.of() : certificate.names(),
                x509.map(X509Facts::subject),
                certificate.addresses().stream()
                        .sorted()
                        .map(MailAddress::toString)
                        .toList(),
                certificate.keys().stream()
                        .skip(1)
                        .map(key -> key.fingerprint())
                        .map(Fingerprint::hex)
                        .toList(),
                standing.secret(),
                Optional.of(certificate.validity().from()),
                certificate.validity().to(),
                certificate.revokedAt().isPresent(),
                standing.expired(),
                standing.canSign(),
                standing.canEncrypt());
    }

    ImportedItem withAnswer(Answer answer) {
        return new ImportedItem(
                file,
                kind,
                answer.result(),
                answer.code(),
                answer.reason(),
                fingerprint,
                spkiSha256,
                userIds,
                subject,
                addresses,
                subkeys,
                secret && answer.result() != ItemResult.FAILED,
                validFrom,
                validTo,
                revoked,
                expired,
                canSign,
                canEncrypt);
    }

    /** Result, code and reason, which always change together. */
    record Answer(ItemResult result, String code, String reason) {
        static Answer ok(ItemResult result, String reason) {
            return new Answer(result, "ok", reason);
        }
    }

    /** What a certificate is worth here and now. */
    record Standing(boolean secret, boolean expired, boolean canSign, boolean canEncrypt) {}
}
