package org.sealdesk.crypt.store;

import java.util.EnumSet;
import java.util.Set;
import org.sealdesk.crypt.key.Capability;
import org.sealdesk.crypt.key.Certificate;
import org.sealdesk.crypt.key.CertificateFacts.Role;
import org.sealdesk.crypt.key.ComponentKey;
import org.sealdesk.crypt.key.X509Facts;
import org.sealdesk.crypt.policy.AlgorithmPolicy;
import org.sealdesk.crypt.policy.Limits;
import org.sealdesk.crypt.verdict.TrustLevel;

/**
 * What a list can be filtered by and no passing of time changes. Each certificate has one of the trust levels and any of
 * the others. The octets are on disk: never renumber. Where the policy of algorithms changes, so do marks: raise
 * {@link Manifest#INDEX}.
 */
enum Mark {
    TRUST_REJECTED(0),
    TRUST_UNVERIFIED(1),
    TRUST_HARVESTED(2),
    TRUST_DISCOVERED(3),
    TRUST_CHAINED(4),
    TRUST_CONFIRMED(5),
    REVOKED(6),
    WEAK(7),
    RETIRED(8),
    DISABLED(9);

    private static final AlgorithmPolicy POLICY = new AlgorithmPolicy(Limits.DEFAULT);

    private final int octet;

    Mark(int octet) {
        this.octet = octet;
    }

    int octet() {
        return octet;
    }

    /** Its bit where marks are kept together. */
    int bit() {
        return 1 << octet;
    }

    static Mark of(TrustLevel trust) {
        return switch (trust) {
            case REJECTED -> TRUST_REJECTED;
            case UNVERIFIED -> TRUST_UNVERIFIED;
            case HARVESTED -> TRUST_HARVESTED;
            case DISCOVERED -> TRUST_DISCOVERED;
            case CHAINED -> TRUST_CHAINED;
            case CONFIRMED -> TRUST_CONFIRMED;
        };
    }

    static Set<Mark> of(StoredRecord record) {
        Set<Mark> marks = EnumSet.of(of(record.facts().trust()));
        if (record.certificate().revokedAt().isPresent()) {
            marks.add(REVOKED);
        }
        if (isWeak(record.certificate())) {
            marks.add(WEAK);
        }
        Role role = record.facts().role();
        if (role != Role.ACTIVE) {
            marks.add(role == Role.RETIRED ? RETIRED : DISABLED);
        }
        return marks;
    }

    private static boolean isWeak(Certificate certificate) {
        boolean issuer = certificate.x509().map(X509Facts::authority).orElse(false);
        return !issuer && certificate.keys().stream().noneMatch(Mark::isGood);
    }

    private static boolean isGood(ComponentKey key) {
        return key.capabilities().contains(Capability.SIGN) && POLICY.acceptsSigningKey(key.family(), key.bits())
                || key.capabilities().contains(Capability.ENCRYPT)
                        && POLICY.acceptsEncryptionKey(key.family(), key.bits());
    }
}
