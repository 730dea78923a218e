package org.sealdesk.crypt.smime;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.sealdesk.crypt.key.Capability;

/** What key usage and extended key usage allow (RFC 5280, sections 4.2.1.3 and 4.2.1.12; RFC 8550, section 4.4). */
final class Usages {

    private final Optional<KeyUsage> keyUsage;
    private final Optional<ExtendedKeyUsage> extended;
    private final KeyKind kind;
    private final SmimeOptions.AnyUsage anyUsage;

    Usages(Optional<Extensions> extensions, KeyKind kind, SmimeOptions.AnyUsage anyUsage) {
        this.keyUsage = extensions.map(KeyUsage::fromExtensions);
        this.extended = extensions.map(ExtendedKeyUsage::fromExtensions);
        this.kind = kind;
        this.anyUsage = anyUsage;
    }

    /** The rule that forbids signing mail; empty if none does. */
    Optional<String> whyNotSign() {
        if (!kind.canSign()) {
            return Optional.of("a key of kind " + kind.label() + " cannot sign");
        }
        if (lacks(KeyUsage.digitalSignature | KeyUsage.nonRepudiation)) {
            return Optional.of("its key usage has neither digitalSignature nor nonRepudiation");
        }
        return whyNotMail();
    }

    /** The rule that forbids encrypting mail to the key; empty if none does. */
    Optional<String> whyNotEncrypt() {
        if (!kind.canEncrypt()) {
            return Optional.of("nothing can be encrypted to a key of kind " + kind.label());
        }
        boolean transports = kind.family().equals("RSA") || kind.family().equals("ML-KEM");
        if (lacks(transports ? KeyUsage.keyEncipherment : KeyUsage.keyAgreement)) {
            return Optional.of("its key usage lacks " + (transports ? "keyEncipherment" : "keyAgreement"));
        }
        return whyNotMail();
    }

    /** The rule by which extended key usage keeps the certificate out of mail; empty if none does. */
    Optional<String> whyNotMail() {
        if (extended.isEmpty() || extended.get().hasKeyPurposeId(KeyPurposeId.id_kp_emailProtection)) {
            return Optional.empty();
        }
        if (extended.get().hasKeyPurposeId(KeyPurposeId.anyExtendedKeyUsage)) {
            return anyUsage == SmimeOptions.AnyUsage.ACCEPT
                    ? Optional.empty()
                    : Optional.of("its extended key usage names any purpose, and policy asks for emailProtection");
        }
        return Optional.of("its extended key usage lacks emailProtection");
    }

    boolean mayCertify() {
        return kind.canSign() && !lacks(KeyUsage.keyCertSign);
    }

    Set<Capability> capabilities(Authority authority) {
        Set<Capability> all = EnumSet.noneOf(Capability.class);
        if (whyNotSign().isEmpty()) {
            all.add(Capability.SIGN);
        }
        if (whyNotEncrypt().isEmpty()) {
            all.add(Capability.ENCRYPT);
        }
        if (authority == Authority.YES && mayCertify()) {
            all.add(Capability.CERTIFY);
        }
        return all;
    }

    private boolean lacks(int bits) {
        if (keyUsage.isEmpty()) {
            return false;
        }
        // hasUsages asks for all of the bits, and one is enough.
        for (int bit = 1; bit <= bits; bit <<= 1) {
            if ((bits & bit) != 0 && keyUsage.get().hasUsages(bit)) {
                return false;
            }
        }
        return true;
    }

    enum Authority {
        YES,
        NO
    }
}
