package org.sealdesk.crypt.intake;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.sealdesk.crypt.engine.KeyReader;
import org.sealdesk.crypt.key.CertificateFacts.Source;
import org.sealdesk.crypt.key.Keystore;
import org.sealdesk.crypt.key.Passphrase;
import org.sealdesk.crypt.octets.Octets;
import org.sealdesk.crypt.policy.Limits;

/** A keystore with an importer before it. */
public final class Desk {

    public final MovableClock clock = new MovableClock();
    public final MapKeystore keystore = new MapKeystore(clock);
    public final KeyReader pgp = new PlainPgpReader();
    public final KeyImporter importer = importerTo(keystore);

    public KeyImporter importerTo(Keystore other) {
        return new KeyImporter(other, List.of(pgp, new JdkX509Reader()), new FactsCheck(), clock, Limits.DEFAULT);
    }

    public static final ImportOptions DEFAULT = ImportOptions.unverified(Source.ADMINISTRATOR);

    public ImportReport take(ImportOptions options, ImportFile... files) {
        return importer.importFiles(List.of(files), List.of(), options);
    }

    public ImportReport take(ImportFile... files) {
        return take(DEFAULT, files);
    }

    public ImportReport takeWith(String password, ImportFile... files) {
        try (Passphrase passphrase = Passphrase.of(password.toCharArray())) {
            return importer.importFiles(List.of(files), List.of(passphrase), DEFAULT);
        }
    }

    public static ImportFile file(String name, byte[] octets) {
        return new ImportFile(name, Octets.of(octets));
    }

    public static ImportFile file(String name, String text) {
        return file(name, text.getBytes(StandardCharsets.UTF_8));
    }
}
