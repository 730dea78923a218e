package org.sealdesk.crypt.smime;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.sealdesk.crypt.engine.OpenContext;
import org.sealdesk.crypt.engine.Unwrapped;
import org.sealdesk.crypt.key.KeystoreDamaged;
import org.sealdesk.crypt.key.KeystoreLocked;
import org.sealdesk.crypt.key.StoredCertificate;
import org.sealdesk.crypt.octets.Content;
import org.sealdesk.crypt.verdict.DecryptionOutcome;
import org.sealdesk.crypt.verdict.DecryptionOutcome.Failed;
import org.sealdesk.crypt.verdict.DecryptionOutcome.Integrity;
import org.sealdesk.crypt.verdict.DecryptionOutcome.Reason;

/** Opens an envelope with whichever own key it names. */
final class EnvelopeOpener {

    /** The same words for every kind of damage, so that nobody learns which it was. */
    private static final String DAMAGED =
            "the content does not decrypt: it was altered or cut on the way, or made with another key";

    private final CertificateCache certificates;
    private final OwnKeys ownKeys;
    private final SecureRandom random;

    EnvelopeOpener(CertificateCache certificates, OwnKeys ownKeys, SecureRandom random) {
        this.certificates = certificates;
        this.ownKeys = ownKeys;
        this.random = random;
    }

    Unwrapped open(Content wrapped, Envelope envelope, OpenContext context) throws IOException, MalformedCms {
        List<Recipients.Recipient> recipients =
                Recipients.read(envelope.recipients(), random, context.limits().recipients());
        List<String> shown = recipients.stream().map(r -> r.name().shown()).toList();
        if (recipients.isEmpty()) {
            return failed(
                    Reason.UNSUPPORTED, shown, List.of(), "it is for no certificate: passwords are not used here");
        }
        Optional<ContentCipher> cipher = ContentCipher.of(envelope.algorithm());
        if (cipher.isEmpty()) {
            return failed(
                    Reason.UNSUPPORTED,
                    shown,
                    List.of(),
                    "content encryption " + envelope.algorithm().getAlgorithm() + " is not known here");
        }
        boolean authenticated = envelope.kind() == Envelope.Kind.AUTHENTICATED;
        if (cipher.get().isAuthenticated() != authenticated) {
            // Else a container could promise integrity in its type and drop it in its algorithm.
            throw MalformedCms.structure(cipher.get().label() + " does not belong into this kind of container");
        }
        if (!context.policy().acceptsReading(cipher.get().policyName())) {
            return failed(
                    Reason.REFUSED,
                    shown,
                    List.of(),
                    "policy does not read " + cipher.get().policyName());
        }
        return new Attempt(wrapped, envelope, cipher.get(), recipients, shown, context).open();
    }

    static Unwrapped damaged(List<String> recipients) {
        return failed(Reason.DAMAGED, recipients, List.of(), DAMAGED);
    }

    static Unwrapped failed(Reason reason, List<String> recipients, List<String> missing, String detail) {
        return new Unwrapped.NotDecrypted(new Failed(reason, recipients, missing, detail));
    }

    /** A recipient whose certificate and secret key are here. */
    private record Own(Recipients.Recipient recipient, ParsedCertificate certificate) {}

    private final class Attempt {
        private final Content wrapped;
        private final Envelope envelope;
        private final ContentCipher cipher;
        private final List<Recipients.Recipient> recipients;
        private final List<String> shown;
        private final OpenContext context;

        Attempt(
                Content wrapped,
                Envelope envelope,
                ContentCipher cipher,
                List<Recipients.Recipient> recipients,
                List<String> shown,
                OpenContext context) {
            this.wrapped = wrapped;
            this.envelope = envelope;
            this.cipher = cipher;
            this.recipients = recipients;
            this.shown = shown;
            this.context = context;
        }

        Unwrapped open() throws IOException, MalformedCms {
            List<Own> owns = owns();
            if (owns.isEmpty()) {
                List<String> missing =
                        recipients.stream().map(r -> r.name().missing()).toList();
                return failed(Reason.KEY_MISSING, shown, missing, "none of the keys it is for is here");
            }
            try {
                return open(owns);
            } catch (KeystoreLocked e) {
                List<String> locked =
                        owns.stream().map(o -> o.recipient().name().missing()).toList();
                return failed(Reason.STORE_LOCKED, shown, locked, String.valueOf(e.getMessage()));
            } catch (KeystoreDamaged e) {
                List<String> lost =
                        owns.stream().map(o -> o.recipient().name().missing()).toList();
                return failed(Reason.KEY_MISSING, shown, lost, "the record of its key is damaged in the keystore");
            }
        }

        /** An expired certificate of ours still opens what was made for it. */
        private List<Own> owns() {
            List<Own> owns = new ArrayList<>();
            for (Recipients.Recipient recipient : recipients) {
                for (StoredCertificate stored : recipient.name().findIn(context.certificates())) {
                    if (context.secrets().has(stored.certificate().secretKeyId())) {
                        certificates.find(stored.certificate()).ifPresent(c -> owns.add(new Own(recipient, c)));
                    }
                }
            }
            return owns;
        }

        private Unwrapped open(List<Own> owns) throws IOException, MalformedCms, KeystoreLocked, KeystoreDamaged {
            int tries = Math.min(owns.size(), context.limits().hiddenRecipientTries());
            for (Own own : owns.subList(0, tries)) {
                KeyKind kind = own.certificate().kind();
                if (!context.policy().acceptsWork(kind.family(), kind.bits())) {
                    return failed(
                            Reason.REFUSED,
                            shown,
                            List.of(),
                            own.certificate().shown() + ": its key " + kind.label()
                                    + " is above the size that is used");
                }
                Optional<Content> plain = open(own);
                if (plain.isPresent()) {
                    DecryptionOutcome.Decrypted outcome = new DecryptionOutcome.Decrypted(
                            cipher.isAuthenticated() ? Integrity.PROTECTED : Integrity.NONE,
                            cipher.label(),
                            own.certificate().certificate().fingerprint().hex(),
                            shown);
                    return new Unwrapped.Decrypted(outcome, List.of(), false, plain.get());
                }
            }
            return damaged(shown);
        }

        private Optional<Content> open(Own own) throws IOException, KeystoreLocked, KeystoreDamaged {
            Optional<OwnKey> found = ownKeys.find(own.certificate(), context.secrets());
            if (found.isEmpty()) {
                return Optional.empty();
            }
            byte[] contentKey = new byte[0];
            try (OwnKey key = found.get()) {
                contentKey = own.recipient().opener().contentKey(key, cipher.keyOctets());
                if (contentKey.length != cipher.keyOctets()) {
                    return Optional.empty();
                }
                return Optional.of(new ContentDecryptor(cipher, contentKey)
                        .decrypt(
                                wrapped,
                                envelope,
                                context.spill().newBuffer(context.limits().mailOctets())));
            } catch (GeneralSecurityException | MalformedCms | RuntimeException e) {
                return Optional.empty();
            } finally {
                Arrays.fill(contentKey, (byte) 0);
            }
        }
    }
}
