package org.sealdesk.crypt.migrate;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.sealdesk.crypt.folder.FileRecord;
import org.sealdesk.crypt.folder.FolderEvents;
import org.sealdesk.crypt.folder.KeyFolders;
import org.sealdesk.crypt.folder.ScanReport;
import org.sealdesk.crypt.folder.WatchedFolder;
import org.sealdesk.crypt.folder.WatchedFolder.Kind;
import org.sealdesk.crypt.intake.ImportedItem;
import org.sealdesk.crypt.intake.ItemResult;
import org.sealdesk.crypt.intake.KeyImporter;
import org.sealdesk.crypt.intake.PasswordVault;
import org.sealdesk.crypt.key.Author;
import org.sealdesk.crypt.key.CertificateFacts.Source;
import org.sealdesk.crypt.key.Keystore;
import org.sealdesk.crypt.key.X509Facts;
import org.sealdesk.crypt.migrate.MigrationItem.Part;
import org.sealdesk.crypt.migrate.MigrationItem.Result;
import org.sealdesk.crypt.octets.Octets;
import org.sealdesk.crypt.policy.Limits;

/**
 * Takes over what a Znuny, OTRS or OTOBO system has. It works on the keystore that it is given: on a draft of one it shows
 * what would happen, by doing it there.
 */
public final class ZnunyImport {

    private final Keystore keystore;
    private final KeyImporter importer;
    private final PasswordVault vault;
    private final String who;
    private final InstantSource clock;
    private final Limits limits;
    private final List<MigrationItem> items = new ArrayList<>();

    public ZnunyImport(
            Keystore keystore,
            KeyImporter importer,
            PasswordVault vault,
            String who,
            InstantSource clock,
            Limits limits) {
        Author author = Author.of(who, "key.migrate");
        this.keystore = keystore.by(author);
        this.who = who;
        this.importer = importer;
        this.vault = vault.by(author);
        this.clock = clock;
        this.limits = limits;
    }

    /** For one use. */
    public MigrationReport run(ZnunySource source) throws IOException {
        Listener listener = new Listener();
        KeyFolders.Target target = new KeyFolders.Target(keystore, importer, who, clock, limits, listener);
        try (PasswordList passwords = PasswordList.of(source.passwords().orElse(""))) {
            // A password of the old system belongs to an OpenPGP key; on other files it would be a guess.
            ScanReport files = KeyFolders.readOnce(fileFolders(source), target, Source.MIGRATION, List.of());
            ScanReport ring = KeyFolders.readOnce(ring(source), target, Source.MIGRATION, passwords.passwords());
            keys(listener, files);
            keys(listener, ring);
            listener.heard.forEach(item -> items.add(MigrationItem.of(item)));
            items.addAll(new PasswordMove(vault).move(passwords));
            source.relations().ifPresent(dump -> items.addAll(new RelationMove(keystore).move(dump)));
            Map<String, Set<String>> byFileName = byFileName(listener, files);
            source.queues().ifPresent(dump -> items.addAll(new QueueKeys(keystore, byFileName).map(dump)));
        }
        return new MigrationReport(items, advice(source));
    }

    private static List<WatchedFolder> fileFolders(ZnunySource source) {
        return Stream.of(source.certificates(), source.privateKeys())
                .flatMap(Optional::stream)
                .distinct()
                .map(path -> new WatchedFolder(Kind.FILES, path))
                .toList();
    }

    private static List<WatchedFolder> ring(ZnunySource source) {
        return source.gnupgHome().stream()
                .map(path -> new WatchedFolder(Kind.GNUPG, path))
                .toList();
    }

    /** One line for each file that brought nothing of its own or could not be read. */
    private void keys(Listener listener, ScanReport scan) {
        NavigableSet<String> heard = new TreeSet<>();
        listener.heard.forEach(item -> heard.add(item.file()));
        for (FileRecord file : scan.files()) {
            if (!isHeardOf(file.path().toString(), heard)) {
                items.add(MigrationItem.of(
                        Part.FILE,
                        file.path().toString(),
                        Result.of(file.result()),
                        file.code(),
                        "a copy of another file",
                        file.certificates().stream().sorted().toList()));
            }
        }
        scan.troubles()
                .forEach(t -> items.add(MigrationItem.of(
                        Part.FILE, t.path().toString(), Result.FAILED, "file.unreadable", t.reason(), List.of())));
    }

    /** A file of an archive has the archive's name before its own. */
    private static boolean isHeardOf(String file, NavigableSet<String> heard) {
        String inside = heard.ceiling(file + "/");
        return heard.contains(file) || inside != null && inside.startsWith(file + "/");
    }

    /** A private key has the name of its certificate, so either file tells which is meant. */
    private static Map<String, Set<String>> byFileName(Listener listener, ScanReport scan) {
        Map<String, Set<String>> byName = new HashMap<>();
        for (FileRecord file : scan.files()) {
            byName.computeIfAbsent(String.valueOf(file.path().getFileName()), n -> new HashSet<>())
                    .addAll(file.certificates());
        }
        for (ImportedItem item : listener.heard) {
            Set<String> known = byName.get(String.valueOf(Path.of(item.file()).getFileName()));
            if (known != null && known.isEmpty()) {
                item.fingerprint().ifPresent(known::add);
            }
        }
        return byName;
    }

    private List<String> advice(ZnunySource source) throws IOException {
        List<String> advice = new ArrayList<>();
        long issuers = items.stream()
                .flatMap(item -> item.key().stream())
                .filter(key -> key.result() != ItemResult.FAILED)
                .flatMap(key -> key.fingerprint().stream())
                .distinct()
                .flatMap(f -> keystore.byAnyFingerprint(Octets.ofHex(f)).stream())
                .filter(c -> !c.facts().anchor()
                        && c.certificate().x509().map(ZnunyImport::isRoot).orElse(false))
                .count();
        if (issuers > 0) {
            advice.add(
                    issuers + " root certificates came along. The old system trusted each of them; here none is trusted"
                            + " before somebody marks it as an issuer on its page.");
        }
        long passwords = passwordFiles(source);
        if (passwords > 0) {
            advice.add(passwords
                    + " files *.P hold passwords in clear text. When everything works here, remove them and the"
                    + " keys beside them from the old system, and from its backups.");
        }
        if (items.stream()
                .anyMatch(item -> List.of("password.needed", "password.wrong").contains(item.code()))) {
            advice.add(
                    "Keys without a known password are named with the code password.needed or password.wrong. Import them again with"
                            + " keys import FILE --passphrase TEXT, or set the password of a PGP key in the settings.");
        }
        return advice;
    }

    private static boolean isRoot(X509Facts x509) {
        return x509.authority() && x509.isSelfIssued();
    }

    private static long passwordFiles(ZnunySource source) throws IOException {
        Optional<Path> folder = source.privateKeys().filter(Files::isDirectory);
        if (folder.isEmpty()) {
            return 0;
        }
        long count = 0;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder.get(), "*.P")) {
            for (Path unused : files) {
                count++;
            }
        }
        return count;
    }

    /** Keeps what was read. */
    private static final class Listener implements FolderEvents {
        private final List<ImportedItem> heard = new ArrayList<>();

        @Override
        public void read(ImportedItem item) {
            heard.add(item);
        }

        @Override
        public void changed(List<String> fingerprints) {}
    }
}
