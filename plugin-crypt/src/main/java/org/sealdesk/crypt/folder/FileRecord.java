package org.sealdesk.crypt.folder;

import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import org.sealdesk.crypt.intake.ImportReport;
import org.sealdesk.crypt.intake.ImportedItem;
import org.sealdesk.crypt.intake.ItemKind;
import org.sealdesk.crypt.intake.ItemResult;

/**
 * What is known of a file that was read.
 *
 * @param folder the folder of the settings in which it lies
 * @param passphraseModified when the password file beside it last changed, zero without one; of that file nothing else
 *     is kept
 * @param digest SHA-256 of the content, hexadecimal
 * @param certificates fingerprints of the certificates it brought, hexadecimal
 * @param result what became of it: of several things in it the one that needs attention most
 * @param code {@code ok}, or a stable name of what is in the way
 * @param reason one sentence in English
 * @param name who the first thing in it belongs to, untrusted text; empty if unknown
 */
public record FileRecord(
        Path path,
        Path folder,
        FileStamp stamp,
        long passphraseModified,
        String digest,
        Set<String> certificates,
        ItemResult result,
        String code,
        String reason,
        String name) {

    private static final Set<ItemKind> BRING_CERTIFICATES =
            Set.of(ItemKind.PGP_CERTIFICATE, ItemKind.PGP_SECRET_KEY, ItemKind.X509_CERTIFICATE);

    public FileRecord {
        certificates = Set.copyOf(certificates);
    }

    /** @param before what the file brought when it was last read to its end; kept if it cannot be read now */
    static FileRecord of(FileToRead file, String digest, ImportReport report, Set<String> before) {
        Set<String> certificates = new LinkedHashSet<>();
        ImportedItem most = report.items().get(0);
        boolean whole = true;
        for (ImportedItem item : report.items()) {
            if (weight(item) > weight(most)) {
                most = item;
            }
            if (item.result() != ItemResult.FAILED && BRING_CERTIFICATES.contains(item.kind())) {
                item.fingerprint().ifPresent(certificates::add);
            }
            whole &= item.result() != ItemResult.FAILED;
        }
        if (!whole) {
            // Damaged or half copied: what it brought before is not gone.
            certificates.addAll(before);
        }
        return new FileRecord(
                file.path(),
                file.folder(),
                file.stamp(),
                file.passphraseModified(),
                digest,
                certificates,
                most.result(),
                most.code(),
                most.reason(),
                report.items().stream()
                        .map(ImportedItem::displayName)
                        .filter(n -> !n.isEmpty())
                        .findFirst()
                        .orElse(""));
    }

    private static int weight(ImportedItem item) {
        return switch (item.result()) {
            case FAILED -> 5;
            case WAITING -> 4;
            case ADDED -> item.code().equals("ok") ? 2 : 3;
            case UPDATED -> item.code().equals("ok") ? 1 : 3;
            case UNCHANGED -> 0;
        };
    }

    /** The same content under another name or time. */
    FileRecord copiedTo(FileToRead file) {
        return new FileRecord(
                file.path(),
                file.folder(),
                file.stamp(),
                file.passphraseModified(),
                digest,
                certificates,
                ItemResult.UNCHANGED,
                code,
                "already here, nothing new in the file",
                name);
    }

    /** A secret key does not keep its certificate: that lies in the ring. */
    FileRecord withoutCertificates() {
        return new FileRecord(path, folder, stamp, passphraseModified, digest, Set.of(), result, code, reason, name);
    }

    boolean isOf(FileToRead file) {
        return stamp.equals(file.stamp()) && passphraseModified == file.passphraseModified();
    }

    /** Whether it could be taken, and another password or certificate would not bring more. */
    public boolean isSettled() {
        return code.equals("ok");
    }

    /** Whether the keystore, not the file, was in the way. */
    boolean waitsForStore() {
        return code.startsWith("store.");
    }

    /** Whether something elsewhere may make it better: a certificate for its key, a password. */
    boolean waitsForOthers() {
        return code.equals("certificate.missing") || code.startsWith("password.");
    }

    /** As it stands when nobody read it again: what is in the way stays in the way. */
    FileRecord asUnchanged() {
        return switch (result) {
            case FAILED, WAITING, UNCHANGED -> this;
            case ADDED, UPDATED ->
                new FileRecord(
                        path,
                        folder,
                        stamp,
                        passphraseModified,
                        digest,
                        certificates,
                        ItemResult.UNCHANGED,
                        code,
                        code.equals("ok") ? "already here" : reason,
                        name);
        };
    }
}
