package org.sealdesk.crypt;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sealdesk.crypt.engine.KeyReader;
import org.sealdesk.crypt.intake.ImportFile;
import org.sealdesk.crypt.intake.ImportOptions;
import org.sealdesk.crypt.intake.ImportReport;
import org.sealdesk.crypt.intake.ImportedItem;
import org.sealdesk.crypt.intake.KeyExport;
import org.sealdesk.crypt.intake.KeyImporter;
import org.sealdesk.crypt.intake.UsabilityCheck;
import org.sealdesk.crypt.key.Certificate;
import org.sealdesk.crypt.key.CertificateFacts.Source;
import org.sealdesk.crypt.key.Passphrase;
import org.sealdesk.crypt.octets.Octets;
import org.sealdesk.crypt.openpgp.OpenPgpKeyReader;
import org.sealdesk.crypt.policy.AlgorithmPolicy;
import org.sealdesk.crypt.policy.Limits;
import org.sealdesk.crypt.smime.SmimeKeyReader;
import org.sealdesk.crypt.smime.SmimeOptions;
import org.sealdesk.crypt.store.MemoryKeystore;

/** An importer with the real readers before a keystore of its own. */
final class ImportDesk implements AutoCloseable {

    private final MemoryKeystore keystore;
    private final KeyImporter importer;

    ImportDesk(Instant now) {
        keystore = new MemoryKeystore(Clock.fixed(now, ZoneOffset.UTC), new SecureRandom());
        List<KeyReader> readers = List.of(
                new OpenPgpKeyReader(new AlgorithmPolicy(Limits.DEFAULT)),
                new SmimeKeyReader(SmimeOptions.DEFAULT, Limits.DEFAULT));
        importer = new KeyImporter(keystore, readers, UsabilityCheck.by(List.of()), () -> now, Limits.DEFAULT);
    }

    ImportReport take(byte[] file, String... passwords) {
        List<Passphrase> passphrases = new ArrayList<>();
        for (String password : passwords) {
            passphrases.add(Passphrase.of(password.toCharArray()));
        }
        ImportReport report = importer.importFiles(
                List.of(new ImportFile("file", Octets.of(file))),
                passphrases,
                ImportOptions.unverified(Source.ADMINISTRATOR));
        passphrases.forEach(Passphrase::close);
        return report;
    }

    /** {@code kind result code} of each item, in the order found. */
    List<String> answers(byte[] file, String... passwords) {
        return take(file, passwords).items().stream().map(ImportDesk::answer).toList();
    }

    private static String answer(ImportedItem item) {
        return item.kind().code() + " " + item.result().code() + " " + item.code();
    }

    Optional<Certificate> certificate(String fingerprint) {
        return keystore.byAnyFingerprint(Octets.ofHex(fingerprint)).stream()
                .map(c -> c.certificate())
                .findFirst();
    }

    boolean hasSecret(Certificate certificate) {
        return keystore.has(certificate.secretKeyId());
    }

    byte[] exported(Certificate certificate) {
        return KeyExport.certificate(certificate).content().toArray();
    }

    @Override
    public void close() {
        keystore.close();
    }
}
