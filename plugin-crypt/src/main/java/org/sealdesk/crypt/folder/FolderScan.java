package org.sealdesk.crypt.folder;

import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.sealdesk.crypt.intake.ImportFile;
import org.sealdesk.crypt.intake.ImportOptions;
import org.sealdesk.crypt.intake.ImportReport;
import org.sealdesk.crypt.intake.ImportSession;
import org.sealdesk.crypt.key.KeystoreUnavailable;
import org.sealdesk.crypt.key.Passphrase;
import org.sealdesk.crypt.octets.Octets;

/** One look at all folders: what is new is taken, what went is noticed, and all of it is remembered. */
final class FolderScan {

    /** Files between two writings to the disk; a process that ends in between reads these again. */
    private static final int FILES_PER_SESSION = 1_000;

    private final ScanParts parts;
    private final FolderMemory memory;
    private final Settling settling;
    private final Thoroughness thoroughness;
    private final List<Passphrase> passphrases;
    private final FileContents contents;
    private final Instant at;
    private final Listings listings;
    private final List<FolderTrouble> troubles = new ArrayList<>();
    private final Map<Path, FileRecord> read = new LinkedHashMap<>();
    private final Map<String, FileRecord> byDigest = new HashMap<>();
    private final Set<String> changed = new LinkedHashSet<>();
    private final Vanishing vanishing;

    /** How closely to look. */
    enum Thoroughness {
        /** What changed and stands still. */
        CHANGES,
        /** The same, and what waits for a password or a certificate. */
        CHANGES_AND_WAITING,
        /** Every file again, as somebody asked for it. */
        EVERYTHING
    }

    /** @param passphrases tried on every locked file after its own */
    FolderScan(
            ScanParts parts,
            FolderMemory memory,
            Settling settling,
            Thoroughness thoroughness,
            List<Passphrase> passphrases) {
        this.parts = parts;
        this.memory = memory;
        this.listings = new Listings(memory);
        this.vanishing = new Vanishing(memory);
        this.settling = settling;
        this.thoroughness = thoroughness;
        this.passphrases = passphrases;
        this.contents = new FileContents(parts.limits().mailOctets());
        this.at = parts.clock().instant();
    }

    ScanReport run(List<WatchedFolder> folders) throws IOException {
        settling.nextLook();
        listings.look(folders);
        troubles.addAll(listings.troubles());
        take(due());
        if (!changed.isEmpty() && thoroughness != Thoroughness.EVERYTHING) {
            take(waiting());
        }
        listings.all().forEach(this::takeRingSecrets);
        lookForMissing();
        ScanReport report = report(folders);
        memory.save();
        report.retired().forEach(r -> changed.add(r.fingerprint()));
        changed.addAll(report.restored());
        if (!changed.isEmpty()) {
            parts.events().changed(List.copyOf(changed));
        }
        return report;
    }

    private ScanReport report(List<WatchedFolder> folders) {
        Retirement retirement = new Retirement(parts, memory, at);
        List<RetiredCertificate> retired = List.of();
        List<String> restored = List.of();
        Optional<String> problem = Optional.empty();
        try {
            retired = retirement.retire(vanishing.lost());
            restored = retirement.restore(vanishing.present());
            vanishing.forget(folders.stream().map(WatchedFolder::path).collect(Collectors.toSet()));
            listings.rememberFolders();
        } catch (KeystoreUnavailable e) {
            problem = Optional.of(String.valueOf(e.getMessage()));
        }
        return new ScanReport(at, folders, files(), troubles, retired, restored, problem);
    }

    /** What to watch from now on. */
    List<Path> directories() {
        return listings.directories();
    }

    private List<FileToRead> due() {
        boolean storeWorks = isStoreWorking();
        return listings.files().stream()
                .filter(file -> thoroughness == Thoroughness.EVERYTHING || isDue(file, storeWorks))
                .toList();
    }

    private boolean isStoreWorking() {
        return !parts.keystore().isLocked() && parts.keystore().readOnlyReason().isEmpty();
    }

    private boolean isDue(FileToRead file, boolean storeWorks) {
        Optional<FileRecord> known =
                Optional.ofNullable(memory.records().get(file.path())).filter(record -> record.isOf(file));
        if (known.isEmpty()) {
            return settling.isStill(file.path(), file.stamp());
        }
        return known.get().waitsForStore() && storeWorks
                || thoroughness == Thoroughness.CHANGES_AND_WAITING
                        && known.get().waitsForOthers();
    }

    /** What lies in the folders and lacks what may have come just now. */
    private List<FileToRead> waiting() {
        return listings.files().stream()
                .filter(file -> {
                    FileRecord record = memory.records().get(file.path());
                    return record != null && record.isOf(file) && record.code().equals("certificate.missing");
                })
                .toList();
    }

    private void take(List<FileToRead> due) {
        if (!due.isEmpty() && thoroughness != Thoroughness.EVERYTHING) {
            memory.records().values().stream()
                    .filter(FileRecord::isSettled)
                    .forEach(record -> byDigest.put(record.digest(), record));
        }
        for (int from = 0; from < due.size() && !parts.isStopped(); from += FILES_PER_SESSION) {
            takeSome(due.subList(from, Math.min(due.size(), from + FILES_PER_SESSION)), from, due.size());
        }
    }

    private void takeSome(List<FileToRead> files, int done, int total) {
        List<FileToRead> taken = new ArrayList<>();
        List<String> digests = new ArrayList<>();
        List<ImportReport> reports;
        try (ImportSession session = parts.importer().begin(ImportOptions.unverified(parts.source()))) {
            for (int i = 0; i < files.size() && !parts.isStopped(); i++) {
                FileToRead file = files.get(i);
                parts.progress().at(done + i, total);
                FileContents.Reading reading = contents.read(file.path(), file.stamp());
                if (reading instanceof FileContents.Reading.Refused refused) {
                    troubles.add(refused.trouble());
                    settling.refused(file.path(), file.stamp());
                } else if (reading instanceof FileContents.Reading.Whole whole) {
                    String digest = digest(whole.content());
                    Optional<FileRecord> same =
                            Optional.ofNullable(byDigest.get(digest)).filter(this::isStillHere);
                    if (same.isPresent()) {
                        remember(same.get().copiedTo(file));
                    } else {
                        offer(session, file, whole.content());
                        taken.add(file);
                        digests.add(digest);
                    }
                }
            }
            reports = session.finish();
        }
        for (int i = 0; i < taken.size(); i++) {
            note(taken.get(i), digests.get(i), reports.get(i));
        }
    }

    /** A secret key is made of several files and a ring; a change in any of them is a reason to look at all. */
    private void takeRingSecrets(FolderListing listing) {
        boolean storeWorks = isStoreWorking();
        List<FileToRead> files = new ArrayList<>();
        listing.secrets()
                .forEach((path, stamp) ->
                        files.add(new FileToRead(path, listing.folder().path(), stamp, 0)));
        boolean ringChanged = listing.files().keySet().stream().anyMatch(read::containsKey);
        boolean due = files.stream().map(file -> isDue(file, storeWorks)).reduce(false, Boolean::logicalOr);
        if (files.isEmpty() || parts.isStopped() || !(due || ringChanged || thoroughness == Thoroughness.EVERYTHING)) {
            return;
        }
        RingSecrets secrets = new RingSecrets(parts, memory, passphrases);
        for (RingSecrets.Taken taken : secrets.take(listing.folder().path(), files)) {
            taken.files()
                    .forEach(file -> remember(
                            FileRecord.of(file, "", taken.report(), Set.of()).withoutCertificates()));
            changed.addAll(taken.report().changedFingerprints());
            taken.report().items().forEach(parts.events()::read);
        }
        for (FolderTrouble trouble : secrets.troubles()) {
            troubles.add(trouble);
            Optional.ofNullable(listing.secrets().get(trouble.path()))
                    .ifPresent(stamp -> settling.refused(trouble.path(), stamp));
        }
    }

    private void offer(ImportSession session, FileToRead file, Octets content) {
        List<Passphrase> own = FilePassphrases.of(file.path(), listings.passphraseFiles(file));
        try {
            List<Passphrase> all = new ArrayList<>(own);
            all.addAll(passphrases);
            session.take(new ImportFile(file.path().toString(), content), all);
        } finally {
            own.forEach(Passphrase::close);
        }
    }

    private void note(FileToRead file, String digest, ImportReport report) {
        FileRecord before = memory.records().get(file.path());
        FileRecord record = FileRecord.of(file, digest, report, before == null ? Set.of() : before.certificates());
        remember(record);
        if (record.isSettled()) {
            byDigest.put(digest, record);
        }
        changed.addAll(report.changedFingerprints());
        report.items().forEach(parts.events()::read);
    }

    private void remember(FileRecord record) {
        FileRecord before = memory.records().get(record.path());
        if (before != null) {
            vanishing.changed(before, record);
        }
        memory.put(record);
        read.put(record.path(), record);
        settling.done(record.path());
    }

    /** A file that says nothing new is not worth an import, unless somebody deleted what it brought. */
    private boolean isStillHere(FileRecord record) {
        return !record.certificates().isEmpty()
                && record.certificates().stream()
                        .allMatch(c -> !parts.keystore()
                                .byAnyFingerprint(Octets.ofHex(c))
                                .isEmpty());
    }

    private void lookForMissing() {
        for (FolderListing listing : parts.isStopped() ? List.<FolderListing>of() : listings.all()) {
            for (FileRecord record : vanishing.missing(listing)) {
                if (settling.isGone(record.path()) || thoroughness == Thoroughness.EVERYTHING) {
                    vanishing.gone(record);
                    settling.done(record.path());
                }
            }
        }
    }

    private List<FileRecord> files() {
        return memory.records().values().stream()
                .map(record -> read.containsKey(record.path()) ? record : record.asUnchanged())
                .toList();
    }

    private static String digest(Octets content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content.toArray()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
