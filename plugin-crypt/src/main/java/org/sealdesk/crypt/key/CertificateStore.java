package org.sealdesk.crypt.key;

import java.math.BigInteger;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.sealdesk.crypt.address.MailAddress;
import org.sealdesk.crypt.octets.Octets;
import org.sealdesk.crypt.verdict.Technology;

/**
 * Finds certificates. Every lookup is exact, sees every acknowledged change, takes well under a millisecond whatever
 * the size of the store, and may be called from any thread. Lists are in no particular order unless said otherwise;
 * choosing among several is the caller's.
 *
 * <p>Contract test: {@code KeystoreContract}, which every implementation runs.
 */
public interface CertificateStore {

    /** By the fingerprint of the certificate itself. */
    Optional<StoredCertificate> byFingerprint(Fingerprint fingerprint);

    /**
     * By what an administrator or a signature calls a fingerprint: of the certificate, of an OpenPGP subkey, or SHA-1
     * of an X.509 certificate.
     *
     * @param value 20 or 32 octets
     */
    List<StoredCertificate> byAnyFingerprint(Octets value);

    /** By the 64-bit id of the primary key or a subkey. Ids collide: several answers are possible. */
    List<StoredCertificate> byKeyId(long keyId);

    List<StoredCertificate> byAddress(MailAddress address);

    /** @param issuerName canonical, as in {@link X509Facts#issuerName()} */
    List<StoredCertificate> byIssuerAndSerial(Octets issuerName, BigInteger serial);

    /** @param subjectName canonical, as in {@link X509Facts#subjectName()} */
    List<StoredCertificate> bySubject(Octets subjectName);

    List<StoredCertificate> bySubjectKeyIdentifier(Octets identifier);

    /** @param identity as in {@link ComponentKey#publicKeyIdentity()} */
    List<StoredCertificate> byPublicKey(Octets identity);

    /** @param hash 8 hexadecimal digits, new or old form */
    List<StoredCertificate> byOpenSslHash(String hash);

    /** Certificates that end between the two days, both inclusive, in UTC, earliest first. */
    List<StoredCertificate> expiringBetween(LocalDate from, LocalDate to, int max);

    /** Trust anchors. */
    List<StoredCertificate> anchors();

    /** Certificates with a secret key here, at most {@code max}, ordered by fingerprint. */
    List<StoredCertificate> own(Technology technology, int max);

    Page<StoredCertificate> find(Query query);

    /** When a certificate was last used; days that are not written yet are missing. */
    default LastUsed lastUsed(Fingerprint fingerprint) {
        return LastUsed.NEVER;
    }

    /** How many certificates there are; no scan. */
    long count(Technology technology);

    /**
     * A page of a list.
     *
     * @param text words, each of which begins a word of a name, an address, a fingerprint, a key id or a hash; empty
     *     for all
     * @param own only certificates with (true) or without (false) a secret key here
     * @param after the {@link Page#next()} of the page before; empty for the first page
     * @param size 1 to 1000
     */
    record Query(Technology technology, String text, Optional<Boolean> own, Optional<Octets> after, int size) {}

    /**
     * @param items ordered by name, then fingerprint
     * @param total all that match; exact up to 10 000, then a lower bound of at least that
     * @param next where the following page begins; empty on the last
     */
    record Page<T>(List<T> items, long total, Optional<Octets> next) {
        public Page {
            items = List.copyOf(items);
        }
    }
}
