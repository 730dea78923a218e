package org.sealdesk.crypt.intake;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.bcpg.sig.KeyFlags;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPObjectFactory;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPPublicKeyRing;
import org.bouncycastle.openpgp.PGPSecretKey;
import org.bouncycastle.openpgp.PGPSecretKeyRing;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPSignatureList;
import org.bouncycastle.openpgp.PGPUtil;
import org.bouncycastle.openpgp.bc.BcPGPObjectFactory;
import org.bouncycastle.openpgp.operator.bc.BcKeyFingerprintCalculator;
import org.bouncycastle.openpgp.operator.bc.BcPBESecretKeyDecryptorBuilder;
import org.bouncycastle.openpgp.operator.bc.BcPGPContentVerifierBuilderProvider;
import org.bouncycastle.openpgp.operator.bc.BcPGPDigestCalculatorProvider;
import org.sealdesk.crypt.address.MailAddress;
import org.sealdesk.crypt.engine.KeyReader;
import org.sealdesk.crypt.key.Capability;
import org.sealdesk.crypt.key.Certificate;
import org.sealdesk.crypt.key.ComponentKey;
import org.sealdesk.crypt.key.Fingerprint;
import org.sealdesk.crypt.key.Passphrase;
import org.sealdesk.crypt.key.SecretKeyId;
import org.sealdesk.crypt.key.SecretKeyRecord;
import org.sealdesk.crypt.key.Validity;
import org.sealdesk.crypt.octets.Octets;
import org.sealdesk.crypt.policy.Limits;
import org.sealdesk.crypt.verdict.Technology;

/** Reads one OpenPGP key, certificate or revocation a file; checks revocations, believes the rest. */
public final class PlainPgpReader implements KeyReader {

    private static final Pattern MAILBOX = Pattern.compile("<([^<>]+)>$");

    @Override
    public List<Item> read(Octets file, List<Passphrase> passphrases, Instant at, Limits limits) {
        List<Item> items = new ArrayList<>();
        try {
            PGPObjectFactory objects = new BcPGPObjectFactory(PGPUtil.getDecoderStream(file.open()));
            for (Object o = objects.nextObject(); o != null; o = objects.nextObject()) {
                if (o instanceof PGPPublicKeyRing ring) {
                    items.add(new Item.PublicCertificate(evaluate(Octets.of(ring.getEncoded()), at)));
                } else if (o instanceof PGPSecretKeyRing ring) {
                    items.add(secret(ring, passphrases, at));
                } else if (o instanceof PGPSignatureList list && list.get(0).getSignatureType() == 0x20) {
                    items.add(new Item.Revocation(
                            Octets.of(list.get(0).getEncoded()),
                            String.format("%016X", list.get(0).getKeyID())));
                }
            }
        } catch (IOException e) {
            return items;
        }
        return items;
    }

    private Item secret(PGPSecretKeyRing ring, List<Passphrase> passphrases, Instant at) throws IOException {
        List<PGPPublicKey> halves = new ArrayList<>();
        ring.getPublicKeys().forEachRemaining(halves::add);
        Certificate certificate = evaluate(Octets.of(new PGPPublicKeyRing(halves).getEncoded()), at);
        Passphrase opening = null;
        boolean open = opens(ring.getSecretKey(), new char[0]);
        for (Passphrase passphrase : passphrases) {
            if (!open && opens(ring.getSecretKey(), passphrase.toChars())) {
                open = true;
                opening = Passphrase.of(passphrase.toChars());
            }
        }
        SecretKeyId id =
                new SecretKeyId(Technology.OPENPGP, certificate.fingerprint().value());
        return new Item.Secret(
                new SecretKeyRecord(id, ring.getEncoded(), opening),
                Optional.of(certificate),
                Item.Secret.Opening.of(open, passphrases));
    }

    private static boolean opens(PGPSecretKey key, char[] passphrase) {
        try {
            return key.extractPrivateKey(
                            new BcPBESecretKeyDecryptorBuilder(new BcPGPDigestCalculatorProvider()).build(passphrase))
                    != null;
        } catch (PGPException e) {
            return false;
        }
    }

    @Override
    public Certificate evaluate(Octets encoded, Instant at) {
        try {
            PGPPublicKeyRing ring = new PGPPublicKeyRing(encoded.open(), new BcKeyFingerprintCalculator());
            return evaluate(ring);
        } catch (IOException e) {
            throw new IllegalArgumentException("no certificate", e);
        }
    }

    private static Certificate evaluate(PGPPublicKeyRing ring) throws IOException {
        PGPPublicKey primary = ring.getPublicKey();
        List<String> names = new ArrayList<>();
        Set<MailAddress> addresses = new HashSet<>();
        primary.getUserIDs().forEachRemaining(id -> {
            names.add(id);
            Matcher m = MAILBOX.matcher(id);
            if (m.find()) {
                MailAddress.parse(m.group(1)).ifPresent(addresses::add);
            }
        });
        List<ComponentKey> keys = new ArrayList<>();
        ring.getPublicKeys().forEachRemaining(key -> keys.add(component(key)));
        return new Certificate(
                keys.get(0).fingerprint(),
                Octets.of(ring.getEncoded()),
                names,
                addresses,
                keys,
                keys.get(0).validity(),
                revokedAt(primary),
                Optional.empty());
    }

    private static ComponentKey component(PGPPublicKey key) {
        Fingerprint fingerprint = Fingerprint.of(Fingerprint.Kind.PGP_V4, key.getFingerprint());
        Instant from = key.getCreationTime().toInstant();
        Validity validity = new Validity(
                from,
                key.getValidSeconds() == 0 ? Optional.empty() : Optional.of(from.plusSeconds(key.getValidSeconds())));
        Set<Capability> capabilities = EnumSet.noneOf(Capability.class);
        int flags = flags(key);
        if ((flags & KeyFlags.SIGN_DATA) != 0) {
            capabilities.add(Capability.SIGN);
        }
        if ((flags & KeyFlags.ENCRYPT_COMMS) != 0) {
            capabilities.add(Capability.ENCRYPT);
        }
        return new ComponentKey(
                fingerprint,
                fingerprint.value(),
                "EC",
                key.getBitStrength(),
                "algorithm " + key.getAlgorithm(),
                capabilities,
                validity,
                Optional.empty());
    }

    private static int flags(PGPPublicKey key) {
        int flags = 0;
        Iterator<PGPSignature> signatures = key.getSignatures();
        while (signatures.hasNext()) {
            PGPSignature s = signatures.next();
            if (s.getHashedSubPackets() != null) {
                flags |= s.getHashedSubPackets().getKeyFlags();
            }
        }
        return flags;
    }

    private static Optional<Instant> revokedAt(PGPPublicKey primary) {
        Iterator<PGPSignature> revocations = primary.getSignaturesOfType(PGPSignature.KEY_REVOCATION);
        while (revocations.hasNext()) {
            PGPSignature r = revocations.next();
            try {
                r.init(new BcPGPContentVerifierBuilderProvider(), primary);
                if (r.verifyCertification(primary)) {
                    return Optional.of(r.getCreationTime().toInstant());
                }
            } catch (PGPException e) {
                // the next one may fit
            }
        }
        return Optional.empty();
    }

    @Override
    public Certificate merge(Certificate stored, Certificate incoming, Instant at) {
        try {
            PGPPublicKeyRing joined = PGPPublicKeyRing.join(
                    new PGPPublicKeyRing(stored.encoded().open(), new BcKeyFingerprintCalculator()),
                    new PGPPublicKeyRing(incoming.encoded().open(), new BcKeyFingerprintCalculator()));
            Certificate merged = evaluate(joined);
            return merged.encoded().equals(stored.encoded()) ? stored : merged;
        } catch (IOException | PGPException e) {
            throw new IllegalStateException(e.getClass().getSimpleName().toLowerCase(Locale.ROOT), e);
        }
    }
}
