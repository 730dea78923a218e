package org.sealdesk.crypt.folder;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.sealdesk.crypt.intake.ImportOptions;
import org.sealdesk.crypt.intake.ImportReport;
import org.sealdesk.crypt.intake.ImportSession;
import org.sealdesk.crypt.key.Certificate;
import org.sealdesk.crypt.key.Passphrase;
import org.sealdesk.crypt.key.StoredCertificate;
import org.sealdesk.crypt.octets.Octets;

/**
 * The secret keys of a GnuPG home. Their files hold numbers without names, so all of them are read whenever one is due,
 * and put together with the certificates of the ring.
 */
final class RingSecrets {

    /** Larger than any key of GnuPG. */
    private static final int MAX_FILE_OCTETS = 64 * 1024;

    private final ScanParts parts;
    private final FolderMemory memory;
    private final List<Passphrase> passphrases;
    private final FileContents contents = new FileContents(MAX_FILE_OCTETS);
    private final List<FolderTrouble> troubles = new ArrayList<>();

    RingSecrets(ScanParts parts, FolderMemory memory, List<Passphrase> passphrases) {
        this.parts = parts;
        this.memory = memory;
        this.passphrases = passphrases;
    }

    /**
     * What became of one secret key.
     *
     * @param files what it was made of
     */
    record Taken(List<FileToRead> files, ImportReport report) {}

    List<FolderTrouble> troubles() {
        return troubles;
    }

    List<Taken> take(Path home, List<FileToRead> files) {
        Map<String, FileToRead> byName = new LinkedHashMap<>();
        Map<String, Octets> octets = new HashMap<>();
        for (FileToRead file : files) {
            FileContents.Reading reading = contents.read(file.path(), file.stamp());
            if (reading instanceof FileContents.Reading.Whole whole) {
                byName.put(file.path().toString(), file);
                octets.put(file.path().toString(), whole.content());
            } else if (reading instanceof FileContents.Reading.Refused refused) {
                troubles.add(refused.trouble());
            }
        }
        try (ImportSession session = parts.importer().begin(ImportOptions.unverified(parts.source()))) {
            List<Set<String>> madeOf = session.takeGnupgKeys(certificates(home), octets, passphrases);
            List<ImportReport> reports = session.finish();
            List<Taken> taken = new ArrayList<>();
            for (int i = 0; i < madeOf.size(); i++) {
                List<FileToRead> made = madeOf.get(i).stream()
                        .sorted()
                        .flatMap(name -> java.util.Optional.ofNullable(byName.get(name)).stream())
                        .toList();
                taken.add(new Taken(made, reports.get(i)));
            }
            return taken;
        }
    }

    /** Those of the rings in this home, as the keystore has them. */
    private List<Certificate> certificates(Path home) {
        return memory.records().values().stream()
                .filter(record -> record.folder().equals(home))
                .flatMap(record -> record.certificates().stream())
                .distinct()
                .flatMap(f -> parts.keystore().byAnyFingerprint(Octets.ofHex(f)).stream()
                        .map(StoredCertificate::certificate)
                        .filter(c -> c.fingerprint().hex().equals(f)))
                .toList();
    }
}
