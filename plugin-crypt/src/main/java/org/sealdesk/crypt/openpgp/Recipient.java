package org.sealdesk.crypt.openpgp;

import java.util.Optional;
import org.bouncycastle.bcpg.PublicKeyEncSessionPacket;
import org.sealdesk.crypt.key.Fingerprint;
import org.sealdesk.crypt.octets.Octets;

/** One public-key encrypted session key of a message (RFC 9580, section 5.1). */
record Recipient(PublicKeyEncSessionPacket packet) {

    boolean isVersion6() {
        return packet.getVersion() == PublicKeyEncSessionPacket.VERSION_6;
    }

    long keyId() {
        return packet.getKeyID();
    }

    Optional<Octets> fingerprint() {
        byte[] fingerprint = isVersion6() ? packet.getKeyFingerprint() : null;
        return fingerprint == null || fingerprint.length == 0 ? Optional.empty() : Optional.of(Octets.of(fingerprint));
    }

    /** Made for a key it does not name. */
    boolean isHidden() {
        return isVersion6() ? fingerprint().isEmpty() : keyId() == 0;
    }

    /** Fingerprint or key id; empty if hidden. */
    String name() {
        return isHidden() ? "" : fingerprint().map(Octets::hex).orElseGet(() -> Fingerprint.keyIdText(keyId()));
    }

    boolean mayBe(EvaluatedKey key) {
        if (family(packet.getAlgorithm()) != family(key.key().getAlgorithm())) {
            return false;
        }
        if (isHidden()) {
            return KeyKind.canEncrypt(key.key().getAlgorithm());
        }
        return fingerprint()
                .map(f -> f.equals(key.fingerprint().value()))
                .orElseGet(() -> key.key().getKeyID() == keyId());
    }

    private static int family(int algorithm) {
        return algorithm == KeyAlgorithm.RSA_ENCRYPT_ONLY ? KeyAlgorithm.RSA : algorithm;
    }
}
