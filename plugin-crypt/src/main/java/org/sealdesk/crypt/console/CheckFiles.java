package org.sealdesk.crypt.console;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sealdesk.crypt.engine.KeyReader;
import org.sealdesk.crypt.engine.KeyReader.Item;
import org.sealdesk.crypt.intake.FileReading;
import org.sealdesk.crypt.intake.ImportFile;
import org.sealdesk.crypt.key.Certificate;
import org.sealdesk.crypt.key.Passphrase;
import org.sealdesk.crypt.key.X509Facts;
import org.sealdesk.crypt.octets.Octets;
import org.sealdesk.crypt.policy.Limits;

/** Takes certificates and revocation lists out of files, and leaves the rest. */
final class CheckFiles {

    private final FileReading reading;

    CheckFiles(List<KeyReader> readers, List<Passphrase> passphrases, Instant at) {
        this.reading = new FileReading(readers, passphrases, Limits.DEFAULT, at);
    }

    /** @param failed what could not be read */
    record Content(List<Certificate> certificates, List<Octets> crls, List<Item.Failed> failed) {

        /** Certificates that issued no other one here; all if each issued another. */
        List<Certificate> leaves() {
            List<Certificate> leaves =
                    certificates.stream().filter(c -> !hasIssued(c)).toList();
            return leaves.isEmpty() ? certificates : leaves;
        }

        private boolean hasIssued(Certificate issuer) {
            Optional<Octets> name = issuer.x509().map(X509Facts::subjectName);
            return name.isPresent()
                    && certificates.stream()
                            .filter(c -> !c.fingerprint().equals(issuer.fingerprint()))
                            .anyMatch(c -> c.x509().map(X509Facts::issuerName).equals(name));
        }

        String failureCode() {
            return failed.stream().findFirst().map(Item.Failed::code).orElse("format.unsupported");
        }

        String failureReason() {
            return failed.stream()
                    .findFirst()
                    .map(Item.Failed::reason)
                    .orElse("the file holds no certificate; give the certificate, not its key or a revocation list");
        }
    }

    Content read(List<ImportFile> files) {
        Content content = new Content(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        for (ImportFile file : files) {
            reading.read(file).forEach(found -> take(found.item(), content));
        }
        return content;
    }

    private static void take(Item item, Content content) {
        if (item instanceof Item.PublicCertificate found) {
            add(found.certificate(), content);
        } else if (item instanceof Item.Secret secret) {
            secret.secret().close();
            secret.certificate().ifPresent(c -> add(c, content));
        } else if (item instanceof Item.RevocationList list) {
            content.crls().add(list.encoded());
        } else if (item instanceof Item.Failed failed) {
            content.failed().add(failed);
        }
    }

    private static void add(Certificate certificate, Content content) {
        if (content.certificates().stream().noneMatch(c -> c.fingerprint().equals(certificate.fingerprint()))) {
            content.certificates().add(certificate);
        }
    }

    static <T> List<T> joined(List<List<T>> lists) {
        return lists.stream().flatMap(List::stream).toList();
    }
}
