package org.sealdesk.crypt.intake;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.sealdesk.crypt.engine.KeyReader;
import org.sealdesk.crypt.engine.KeyReader.Item;
import org.sealdesk.crypt.intake.ImportedItem.Answer;
import org.sealdesk.crypt.key.Certificate;
import org.sealdesk.crypt.key.Fingerprint;
import org.sealdesk.crypt.key.KeystoreDamaged;
import org.sealdesk.crypt.key.KeystoreLocked;
import org.sealdesk.crypt.key.SecretKeyId;
import org.sealdesk.crypt.key.SecretKeyRecord;
import org.sealdesk.crypt.key.StoredCertificate;
import org.sealdesk.crypt.verdict.Technology;

/**
 * Takes secret halves. An S/MIME key belongs to every certificate with its public key; without one it waits. A secret
 * key that is here is replaced only by one that can do more.
 */
final class SecretIntake {

    private final Staging staging;
    private final CertificateIntake certificates;
    private final Instant at;

    SecretIntake(Staging staging, CertificateIntake certificates, Instant at) {
        this.staging = staging;
        this.certificates = certificates;
        this.at = at;
    }

    Result take(Item.Secret item, KeyReader reader) {
        SecretKeyId id = item.secret().id();
        Optional<Certificate> known =
                item.certificate().or(() -> staging.certificateOf(id.value()).map(StoredCertificate::certificate));
        if (staging.keystore().isLocked()) {
            return new Result(
                    known,
                    new Answer(
                            ItemResult.FAILED,
                            "store.locked",
                            "the key store is locked, so no secret key can be kept; unlock it and import again"));
        }
        boolean here = staging.hasSecret(id);
        if (here && known.isEmpty()) {
            return new Result(known, answer(item, known, ItemResult.UNCHANGED));
        }
        if (here && !replaces(item, reader)) {
            Optional<Answer> half = item.certificate().map(c -> certificates.take(c, reader));
            return new Result(
                    known,
                    half.filter(a -> a.result() != ItemResult.UNCHANGED)
                            .orElse(Answer.ok(ItemResult.UNCHANGED, "this secret key is already here")));
        }
        item.certificate().ifPresent(c -> certificates.take(c, reader));
        staging.put(item.secret());
        return new Result(known, answer(item, known, here ? ItemResult.UPDATED : ItemResult.ADDED));
    }

    private static Answer answer(Item.Secret item, Optional<Certificate> known, ItemResult result) {
        if (item.opening() == Item.Secret.Opening.REFUSED) {
            return new Answer(
                    result,
                    "password.wrong",
                    "no password that was given opens it; it is kept locked, give the right password on the key's page so"
                            + " that it can sign and decrypt");
        }
        if (!item.open()) {
            return new Answer(
                    result,
                    "password.needed",
                    "kept locked with its own password; give the password on the key's page so that it can sign and "
                            + "decrypt");
        }
        if (known.isEmpty()) {
            return new Answer(
                    ItemResult.WAITING,
                    "certificate.missing",
                    "its certificate is not here; the key is kept for " + KeyImporter.WAITING_TIME.toHours()
                            + " hours, import the certificate");
        }
        return Answer.ok(result, result == ItemResult.UPDATED ? "replaced by a more complete copy" : "new");
    }

    /** Whether the incoming secret can do what the stored one can, and more. */
    private boolean replaces(Item.Secret incoming, KeyReader reader) {
        SecretKeyId id = incoming.secret().id();
        if (staging.stagedSecret(id)) {
            return false;
        }
        try (SecretKeyRecord stored = staging.keystore().open(id).orElse(null)) {
            if (stored == null) {
                return true;
            }
            return id.technology() == Technology.OPENPGP && canDoMore(incoming, StoredSecret.read(stored, reader, at));
        } catch (KeystoreDamaged e) {
            // Healing: the file brings what the store can no longer give.
            return true;
        } catch (KeystoreLocked e) {
            return false;
        }
    }

    private static boolean canDoMore(Item.Secret incoming, StoredSecret stored) {
        if (stored.open() && !incoming.open()) {
            return false;
        }
        Set<Fingerprint> brings = incoming.certificate().map(StoredSecret::keys).orElse(Set.of());
        if (!brings.containsAll(stored.keys())) {
            return false;
        }
        // Of two copies with the same keys the longer one holds the primary key that an offline copy leaves out.
        return incoming.open() && !stored.open()
                || brings.size() > stored.keys().size()
                || incoming.secret().encoded().length > stored.octets();
    }

    record Result(Optional<Certificate> certificate, Answer answer) {}
}
