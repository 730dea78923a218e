package org.sealdesk.crypt.openpgp;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.bcpg.SignatureSubpacket;
import org.bouncycastle.bcpg.SignatureSubpacketTags;
import org.bouncycastle.bcpg.sig.Features;
import org.bouncycastle.bcpg.sig.IntendedRecipientFingerprint;
import org.bouncycastle.bcpg.sig.IssuerFingerprint;
import org.bouncycastle.bcpg.sig.IssuerKeyID;
import org.bouncycastle.bcpg.sig.KeyExpirationTime;
import org.bouncycastle.bcpg.sig.KeyFlags;
import org.bouncycastle.bcpg.sig.RevocationReason;
import org.bouncycastle.bcpg.sig.SignatureCreationTime;
import org.bouncycastle.bcpg.sig.SignatureExpirationTime;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPSignatureList;
import org.bouncycastle.openpgp.PGPSignatureSubpacketVector;
import org.sealdesk.crypt.octets.Octets;

/**
 * What a signature says of itself (RFC 9580, section 5.2.3.7). Only the hashed area is believed; of the unhashed one
 * the issuer is taken as a hint and embedded signatures, which prove themselves.
 */
final class Subpackets {

    /** A critical subpacket of any other type makes the signature invalid. */
    private static final Set<Integer> UNDERSTOOD = Set.of(
            SignatureSubpacketTags.CREATION_TIME,
            SignatureSubpacketTags.EXPIRE_TIME,
            SignatureSubpacketTags.EXPORTABLE,
            SignatureSubpacketTags.TRUST_SIG,
            SignatureSubpacketTags.REVOCABLE,
            SignatureSubpacketTags.KEY_EXPIRE_TIME,
            SignatureSubpacketTags.PREFERRED_SYM_ALGS,
            SignatureSubpacketTags.REVOCATION_KEY,
            SignatureSubpacketTags.ISSUER_KEY_ID,
            SignatureSubpacketTags.NOTATION_DATA,
            SignatureSubpacketTags.PREFERRED_HASH_ALGS,
            SignatureSubpacketTags.PREFERRED_COMP_ALGS,
            SignatureSubpacketTags.KEY_SERVER_PREFS,
            SignatureSubpacketTags.PREFERRED_KEY_SERV,
            SignatureSubpacketTags.PRIMARY_USER_ID,
            SignatureSubpacketTags.POLICY_URL,
            SignatureSubpacketTags.KEY_FLAGS,
            SignatureSubpacketTags.SIGNER_USER_ID,
            SignatureSubpacketTags.REVOCATION_REASON,
            SignatureSubpacketTags.FEATURES,
            SignatureSubpacketTags.SIGNATURE_TARGET,
            SignatureSubpacketTags.EMBEDDED_SIGNATURE,
            SignatureSubpacketTags.ISSUER_FINGERPRINT,
            SignatureSubpacketTags.INTENDED_RECIPIENT_FINGERPRINT,
            SignatureSubpacketTags.PREFERRED_AEAD_ALGORITHMS);

    private final Optional<PGPSignatureSubpacketVector> hashed;
    private final Optional<PGPSignatureSubpacketVector> unhashed;

    Subpackets(PGPSignature signature) {
        hashed = Optional.ofNullable(signature.getHashedSubPackets());
        unhashed = Optional.ofNullable(signature.getUnhashedSubPackets());
    }

    private <T extends SignatureSubpacket> Optional<T> one(int type, Class<T> as) {
        return hashed.map(h -> h.getSubpacket(type)).filter(as::isInstance).map(as::cast);
    }

    Optional<Instant> created() {
        return one(SignatureSubpacketTags.CREATION_TIME, SignatureCreationTime.class)
                .map(s -> s.getTime().toInstant());
    }

    /** When the signature itself ends. */
    Optional<Instant> expires() {
        return one(SignatureSubpacketTags.EXPIRE_TIME, SignatureExpirationTime.class)
                .map(SignatureExpirationTime::getTime)
                .filter(seconds -> seconds != 0)
                .flatMap(seconds -> created().map(c -> c.plusSeconds(seconds)));
    }

    /** Seconds after the key's creation; 0 means never. Empty if the signature does not say. */
    Optional<Long> keyExpiry() {
        return one(SignatureSubpacketTags.KEY_EXPIRE_TIME, KeyExpirationTime.class)
                .map(KeyExpirationTime::getTime);
    }

    Optional<Integer> keyFlags() {
        return one(SignatureSubpacketTags.KEY_FLAGS, KeyFlags.class).map(KeyFlags::getFlags);
    }

    Optional<Features> features() {
        return one(SignatureSubpacketTags.FEATURES, Features.class);
    }

    boolean isPrimaryUserId() {
        return hashed.map(PGPSignatureSubpacketVector::isPrimaryUserID).orElse(false);
    }

    /** RFC 9580, section 5.2.3.31: superseded and retired leave what was signed before untouched, all others do not. */
    boolean isSoftRevocation() {
        return one(SignatureSubpacketTags.REVOCATION_REASON, RevocationReason.class)
                .map(r -> r.getRevocationReason() == 1 || r.getRevocationReason() == 3)
                .orElse(false);
    }

    /** Fingerprints of certificates the signature is meant for; empty if it is for everybody. */
    List<Octets> intendedRecipients() {
        List<Octets> fingerprints = new ArrayList<>();
        hashed.ifPresent(h -> {
            for (IntendedRecipientFingerprint f : h.getIntendedRecipientFingerprints()) {
                fingerprints.add(Octets.of(f.getFingerprint()));
            }
        });
        return fingerprints;
    }

    Optional<Octets> issuerFingerprint() {
        Optional<Octets> believed = issuerFingerprint(hashed);
        return believed.isPresent() ? believed : issuerFingerprint(unhashed);
    }

    private static Optional<Octets> issuerFingerprint(Optional<PGPSignatureSubpacketVector> area) {
        return area.map(a -> a.getSubpacket(SignatureSubpacketTags.ISSUER_FINGERPRINT))
                .filter(IssuerFingerprint.class::isInstance)
                .map(s -> Octets.of(((IssuerFingerprint) s).getFingerprint()))
                .filter(f -> f.size() == 20 || f.size() == 32);
    }

    /** Ids of keys that may have made it, from both areas; several if the areas disagree. */
    List<Long> issuerKeyIds() {
        List<Long> ids = new ArrayList<>();
        for (Optional<PGPSignatureSubpacketVector> area : List.of(hashed, unhashed)) {
            area.ifPresent(a -> {
                for (SignatureSubpacket s : a.getSubpackets(SignatureSubpacketTags.ISSUER_KEY_ID)) {
                    if (s instanceof IssuerKeyID id && !ids.contains(id.getKeyID())) {
                        ids.add(id.getKeyID());
                    }
                }
            });
        }
        return ids;
    }

    /** Why the signature must not be used, if it carries something critical that nobody here understands. */
    Optional<String> criticalUnknown() {
        if (hashed.isEmpty()) {
            return Optional.empty();
        }
        for (SignatureSubpacket subpacket : hashed.get().toArray()) {
            if (!subpacket.isCritical()) {
                continue;
            }
            if (!UNDERSTOOD.contains(subpacket.getType())) {
                return Optional.of("critical subpacket of type " + subpacket.getType() + " is not understood");
            }
            if (subpacket.getType() == SignatureSubpacketTags.NOTATION_DATA) {
                return Optional.of("a critical notation is not understood");
            }
        }
        return Optional.empty();
    }

    /** Signatures within this one, from both areas. */
    List<PGPSignature> embedded() {
        List<PGPSignature> found = new ArrayList<>();
        for (Optional<PGPSignatureSubpacketVector> area : List.of(hashed, unhashed)) {
            area.ifPresent(a -> {
                try {
                    PGPSignatureList list = a.getEmbeddedSignatures();
                    for (int i = 0; i < list.size(); i++) {
                        found.add(list.get(i));
                    }
                } catch (PGPException | RuntimeException e) {
                    // One that cannot be read proves nothing.
                }
            });
        }
        return found;
    }
}
