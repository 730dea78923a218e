package org.sealdesk.crypt.key;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sealdesk.crypt.address.MailAddress;
import org.sealdesk.crypt.octets.Octets;
import org.sealdesk.crypt.verdict.Technology;

/**
 * The public half, OpenPGP or X.509, with what an engine read from it. The facts are for lookup, lists and first
 * answers; whether a certificate may be used for something is decided by its engine from {@link #encoded}.
 *
 * @param encoded OpenPGP: binary packets of one certificate, public parts only; X.509: DER
 * @param names user ids or subject, as their maker wrote them: untrusted text
 * @param addresses mailboxes the certificate proves, at the time it was read
 * @param keys primary key first; X.509 has exactly one
 * @param validity of the whole certificate
 * @param revokedAt of the whole certificate
 * @param x509 present exactly for X.509
 */
public record Certificate(
        Fingerprint fingerprint,
        Octets encoded,
        List<String> names,
        Set<MailAddress> addresses,
        List<ComponentKey> keys,
        Validity validity,
        Optional<Instant> revokedAt,
        Optional<X509Facts> x509) {

    public Certificate {
        names = List.copyOf(names);
        addresses = Set.copyOf(addresses);
        keys = List.copyOf(keys);
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("certificate " + fingerprint + " has no key");
        }
        if (x509.isPresent() != (fingerprint.kind() == Fingerprint.Kind.X509)) {
            throw new IllegalArgumentException("certificate " + fingerprint + " mixes technologies");
        }
    }

    public Technology technology() {
        return x509.isPresent() ? Technology.SMIME : Technology.OPENPGP;
    }

    public ComponentKey primaryKey() {
        return keys.get(0);
    }

    /** The name to show first; the fingerprint if there is none. */
    public String displayName() {
        return names.isEmpty() ? fingerprint.hex() : names.get(0);
    }

    /** What ties it to its secret key. */
    public SecretKeyId secretKeyId() {
        return technology() == Technology.OPENPGP
                ? new SecretKeyId(Technology.OPENPGP, fingerprint.value())
                : new SecretKeyId(Technology.SMIME, primaryKey().publicKeyIdentity());
    }

    @Override
    public String toString() {
        return "Certificate[" + fingerprint + "]";
    }
}
