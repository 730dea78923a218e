package org.sealdesk.crypt.message;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sealdesk.crypt.key.Fingerprint;
import org.sealdesk.crypt.key.Keystore;
import org.sealdesk.crypt.key.Keystore.Change;
import org.sealdesk.crypt.key.KeystoreLocked;
import org.sealdesk.crypt.key.KeystoreUnavailable;
import org.sealdesk.crypt.key.LastUsed;
import org.sealdesk.crypt.key.LastUsed.Use;
import org.sealdesk.crypt.octets.Octets;
import org.sealdesk.crypt.verdict.DecryptionOutcome;
import org.sealdesk.crypt.verdict.JudgedSignature;
import org.sealdesk.crypt.verdict.Layer;
import org.sealdesk.crypt.verdict.SignatureOutcome;
import org.sealdesk.crypt.verdict.Technology;

/**
 * On which day which key was used. A day is written once, with those of other keys, when {@link #flush} is called: a mail
 * costs no write. What was noted since is lost with the process; a day of use proves nothing and is a help for tidying up.
 * Any thread.
 */
public final class KeyUses {

    /** Mail by strangers must not fill the heap; beyond this the next flush comes soon enough. */
    private static final int MAX_NOTED = 20_000;

    private final Keystore keystore;
    private final Map<Fingerprint, LastUsed> noted = new HashMap<>();

    public KeyUses(Keystore keystore) {
        this.keystore = keystore;
    }

    public void opened(OpenedMail mail, Instant at) {
        for (Layer layer : mail.summary().evidence().layers()) {
            if (layer instanceof Layer.Encrypted encrypted
                    && encrypted.outcome() instanceof DecryptionOutcome.Decrypted decrypted) {
                note(technology(encrypted), decrypted.certificate(), Use.OPENING, at);
            } else if (layer instanceof Layer.Signed signed) {
                signed.signatures().forEach(signature -> verified(signature, at));
            }
        }
    }

    private static Technology technology(Layer.Encrypted layer) {
        return layer.kind().startsWith(Kinds.prefix(Technology.SMIME)) ? Technology.SMIME : Technology.OPENPGP;
    }

    private void verified(JudgedSignature signature, Instant at) {
        if (signature.outcome() instanceof SignatureOutcome.Valid valid) {
            valid.facts()
                    .signer()
                    .ifPresent(signer -> note(valid.facts().technology(), signer.fingerprint(), Use.VERIFYING, at));
        }
    }

    public void sent(List<ProtectedCopy> copies, Instant at) {
        for (ProtectedCopy copy : copies) {
            copy.signer().ifPresent(signer -> note(signer.certificate().fingerprint(), Use.SIGNING, at));
            copy.encryptedTo().forEach(reader -> note(reader.certificate().fingerprint(), Use.ENCRYPTING, at));
        }
    }

    /** @param hex empty or of a certificate */
    private void note(Technology technology, String hex, Use use, Instant at) {
        fingerprint(technology, hex).ifPresent(f -> note(f, use, at));
    }

    private static Optional<Fingerprint> fingerprint(Technology technology, String hex) {
        return Fingerprint.parse(hex).map(value -> new Fingerprint(kind(technology, value), value));
    }

    private static Fingerprint.Kind kind(Technology technology, Octets value) {
        if (technology == Technology.SMIME) {
            return Fingerprint.Kind.X509;
        }
        return value.size() == 20 ? Fingerprint.Kind.PGP_V4 : Fingerprint.Kind.PGP_V6;
    }

    private void note(Fingerprint fingerprint, Use use, Instant at) {
        LastUsed today = new LastUsed(Map.of(use, LocalDate.ofInstant(at, ZoneOffset.UTC)));
        synchronized (noted) {
            if (noted.size() < MAX_NOTED || noted.containsKey(fingerprint)) {
                noted.merge(fingerprint, today, LastUsed::and);
            }
        }
    }

    /**
     * Writes what is new, in one change. What cannot be written stays noted.
     *
     * @return why nothing was written; empty if all is
     */
    public Optional<String> flush() {
        Map<Fingerprint, LastUsed> taken;
        synchronized (noted) {
            taken = new HashMap<>(noted);
            noted.clear();
        }
        List<Change> changes = new ArrayList<>();
        taken.forEach((fingerprint, uses) -> {
            LastUsed known = keystore.lastUsed(fingerprint);
            boolean here = keystore.byFingerprint(fingerprint).isPresent();
            if (here && !known.and(uses).equals(known)) {
                changes.add(new Change.PutUses(fingerprint, uses));
            }
        });
        if (changes.isEmpty()) {
            return Optional.empty();
        }
        try {
            keystore.apply(changes);
            return Optional.empty();
        } catch (KeystoreLocked | KeystoreUnavailable e) {
            synchronized (noted) {
                taken.forEach((fingerprint, uses) -> noted.merge(fingerprint, uses, LastUsed::and));
            }
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }
}
