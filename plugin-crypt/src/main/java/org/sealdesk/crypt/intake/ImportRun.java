package org.sealdesk.crypt.intake;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sealdesk.crypt.engine.KeyReader;
import org.sealdesk.crypt.engine.KeyReader.Item;
import org.sealdesk.crypt.engine.Usability.Purpose;
import org.sealdesk.crypt.intake.ImportedItem.Answer;
import org.sealdesk.crypt.intake.ImportedItem.Standing;
import org.sealdesk.crypt.key.Certificate;
import org.sealdesk.crypt.key.SecretKeyRecord;
import org.sealdesk.crypt.key.StoredCertificate;
import org.sealdesk.crypt.octets.Octets;
import org.sealdesk.crypt.verdict.Technology;

/**
 * One import. Changes gather over files and are written together, because each writing waits for the disk; a file is
 * never torn apart by that unless it alone is larger than a batch.
 */
final class ImportRun implements AutoCloseable {

    private static final int BATCH_CHANGES = 1_000;

    private final Staging staging;
    private final UsabilityCheck usability;
    private final Instant at;
    private final CertificateIntake certificates;
    private final SecretIntake secrets;
    private final RevocationIntake revocations;
    private final ListIntake lists;
    private final List<ImportedItem> items = new ArrayList<>();
    private final List<SecretKeyRecord> open = new ArrayList<>();

    /** Items from here on rest on changes that are not written yet. */
    private int unwritten;

    ImportRun(Staging staging, UsabilityCheck usability, ImportOptions options, Instant at) {
        this.staging = staging;
        this.usability = usability;
        this.at = at;
        this.certificates = new CertificateIntake(staging, options, at);
        this.secrets = new SecretIntake(staging, certificates, at);
        this.revocations = new RevocationIntake(staging, at);
        this.lists = new ListIntake(staging);
    }

    void take(List<FileReading.Found> found, int room) {
        found.forEach(f -> {
            if (f.item() instanceof Item.Secret s) {
                open.add(s.secret());
            }
        });
        int taken = 0;
        for (FileReading.Found f : found) {
            if (taken++ >= room) {
                items.add(ImportedItem.failed(
                        f.file(),
                        ItemKind.UNKNOWN,
                        "limit",
                        "more keys and certificates than one import takes; the rest of " + found.size()
                                + " in this file was left out, import it separately"));
                break;
            }
            items.add(take(f.file(), f.item(), f.reader()));
            if (staging.pending() >= BATCH_CHANGES && taken < found.size()) {
                write();
            }
        }
        if (staging.pending() >= BATCH_CHANGES) {
            write();
        }
    }

    private ImportedItem take(String file, Item item, KeyReader reader) {
        if (item instanceof Item.PublicCertificate c) {
            Answer answer = certificates.take(c.certificate(), reader);
            lists.issuerCame(c.certificate(), reader);
            return about(
                    c.certificate(), file, ItemKind.certificate(c.certificate().technology()), answer);
        }
        if (item instanceof Item.Secret s) {
            return takeSecret(file, s, reader);
        }
        if (item instanceof Item.Revocation r) {
            RevocationIntake.Result result = revocations.take(r, reader);
            return result.certificate()
                    .map(c -> about(c, file, ItemKind.PGP_REVOCATION, result.answer()))
                    .orElseGet(() ->
                            ImportedItem.unnamed(file, ItemKind.PGP_REVOCATION, result.answer(), Optional.empty()));
        }
        if (item instanceof Item.RevocationList list) {
            return ImportedItem.list(file, list.facts(), lists.take(list, reader));
        }
        Item.Failed failed = (Item.Failed) item;
        return ImportedItem.failed(file, ItemKind.ofCode(failed.kind()), failed.code(), failed.reason());
    }

    void refuse(String file, ItemKind kind, String code, String reason) {
        items.add(ImportedItem.failed(file, kind, code, reason));
    }

    /** How many items there are so far. */
    int size() {
        return items.size();
    }

    private ImportedItem takeSecret(String file, Item.Secret secret, KeyReader reader) {
        ItemKind kind = ItemKind.secretKey(secret.secret().id().technology());
        SecretIntake.Result result = secrets.take(secret, reader);
        return result.certificate()
                .map(c -> about(c, file, kind, result.answer()))
                .orElseGet(() -> ImportedItem.unnamed(
                        file,
                        kind,
                        result.answer(),
                        Optional.of(secret.secret().id().value().hex())));
    }

    private ImportedItem about(Certificate found, String file, ItemKind kind, Answer answer) {
        // After a merge the store knows more than the file did.
        Certificate now = staging.certificate(found.fingerprint())
                .map(StoredCertificate::certificate)
                .orElse(found);
        Standing standing = new Standing(
                answer.result() != ItemResult.FAILED && staging.hasSecret(now.secretKeyId()),
                now.validity().isOver(at),
                usability.allows(now, Purpose.SIGN, at),
                usability.allows(now, Purpose.ENCRYPT, at));
        return ImportedItem.about(now, file, kind, answer, standing);
    }

    private void write() {
        Optional<Ledger.Refusal> refusal = staging.write();
        if (refusal.isPresent()) {
            Answer answer = new Answer(
                    ItemResult.FAILED, refusal.get().code(), refusal.get().reason());
            for (int i = unwritten; i < items.size(); i++) {
                if (items.get(i).result() != ItemResult.FAILED && items.get(i).result() != ItemResult.UNCHANGED) {
                    items.set(i, items.get(i).withAnswer(answer));
                }
            }
        }
        unwritten = items.size();
        closeSecrets();
    }

    /** Writes the rest and settles which private keys found their certificate meanwhile. */
    ImportReport finish() {
        write();
        for (int i = 0; i < items.size(); i++) {
            if (items.get(i).result() == ItemResult.WAITING) {
                items.set(i, settled(items.get(i)));
            }
        }
        return new ImportReport(items);
    }

    private ImportedItem settled(ImportedItem waiting) {
        return waiting.spkiSha256()
                .flatMap(hex -> staging.certificateOf(Octets.ofHex(hex)))
                .filter(c -> c.certificate().technology() == Technology.SMIME)
                .map(c -> about(
                        c.certificate(),
                        waiting.file(),
                        waiting.kind(),
                        Answer.ok(ItemResult.ADDED, "paired with its certificate from this import")))
                .orElse(waiting);
    }

    private void closeSecrets() {
        open.forEach(SecretKeyRecord::close);
        open.clear();
    }

    @Override
    public void close() {
        closeSecrets();
    }
}
