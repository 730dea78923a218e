package org.sealdesk.crypt.store;

import java.util.List;
import org.sealdesk.crypt.key.Capability;
import org.sealdesk.crypt.key.CertificateFacts.Role;
import org.sealdesk.crypt.key.CertificateFacts.Source;
import org.sealdesk.crypt.key.Fingerprint;
import org.sealdesk.crypt.key.LastUsed;
import org.sealdesk.crypt.key.StoredRevocationList;
import org.sealdesk.crypt.verdict.Technology;
import org.sealdesk.crypt.verdict.TrustLevel;

/**
 * The numbers that stand for enum values on disk: their place in these lists, whatever their declarations say. New ones
 * go to the end, none is ever removed.
 */
final class Codes<E extends Enum<E>> {

    static final Codes<Fingerprint.Kind> KIND =
            new Codes<>(List.of(Fingerprint.Kind.PGP_V4, Fingerprint.Kind.PGP_V6, Fingerprint.Kind.X509));
    static final Codes<Technology> TECHNOLOGY = new Codes<>(List.of(Technology.OPENPGP, Technology.SMIME));
    static final Codes<Capability> CAPABILITY =
            new Codes<>(List.of(Capability.CERTIFY, Capability.SIGN, Capability.ENCRYPT, Capability.AUTHENTICATE));
    static final Codes<TrustLevel> TRUST = new Codes<>(List.of(
            TrustLevel.REJECTED,
            TrustLevel.UNVERIFIED,
            TrustLevel.HARVESTED,
            TrustLevel.DISCOVERED,
            TrustLevel.CHAINED,
            TrustLevel.CONFIRMED));
    static final Codes<Role> ROLE = new Codes<>(List.of(Role.ACTIVE, Role.RETIRED, Role.DISABLED));
    static final Codes<Source> SOURCE = new Codes<>(List.of(
            Source.ADMINISTRATOR, Source.CONTACT, Source.MAIL, Source.DIRECTORY, Source.FOLDER, Source.MIGRATION));

    static final Codes<StoredRevocationList.Signature> LIST_SIGNATURE =
            new Codes<>(List.of(StoredRevocationList.Signature.GOOD, StoredRevocationList.Signature.NOT_CHECKED));

    static final Codes<LastUsed.Use> USE = new Codes<>(
            List.of(LastUsed.Use.SIGNING, LastUsed.Use.ENCRYPTING, LastUsed.Use.OPENING, LastUsed.Use.VERIFYING));

    private final List<E> values;

    private Codes(List<E> values) {
        this.values = values;
    }

    List<E> values() {
        return values;
    }

    /** 0 to 255; a test holds that every value has one. */
    int of(E value) {
        int code = values.indexOf(value);
        if (code < 0) {
            throw new IllegalArgumentException(value + " has no code on disk");
        }
        return code;
    }

    E value(int code) throws Malformed {
        if (code < 0 || code >= values.size()) {
            throw new Malformed("value " + code + " is none of " + values);
        }
        return values.get(code);
    }
}
