package org.sealdesk.crypt.key;

import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.sealdesk.crypt.address.MailAddress;
import org.sealdesk.crypt.octets.Octets;
import org.sealdesk.crypt.verdict.Technology;
import org.sealdesk.crypt.verdict.TrustLevel;

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
     * @param text words, each of which begins a word of a name, an address, an issuer, a fingerprint, a key id, a serial
     *     number or a hash; empty for all
     * @param own only certificates with (true) or without (false) a secret key here
     * @param filter what else they must be
     * @param after the {@link Page#next()} of the page before; empty for the first page
     * @param size 1 to 1000
     */
    record Query(
            Technology technology,
            String text,
            Optional<Boolean> own,
            Filter filter,
            Optional<Octets> after,
            int size) {

        /** Without a filter. */
        public Query(Technology technology, String text, Optional<Boolean> own, Optional<Octets> after, int size) {
            this(technology, text, own, Filter.NONE, after, size);
        }
    }

    /**
     * What certificates of a list must be, all of it together.
     *
     * @param endingWithin days from {@code at} on in which they end; those that have ended are no part of it
     * @param at the time for which that is asked
     */
    record Filter(Optional<State> state, Optional<TrustLevel> trust, OptionalInt endingWithin, Instant at) {

        public static final Filter NONE =
                new Filter(Optional.empty(), Optional.empty(), OptionalInt.empty(), Instant.EPOCH);

        public boolean isNone() {
            return state.isEmpty() && trust.isEmpty() && endingWithin.isEmpty();
        }

        public Filter and(State newState) {
            return new Filter(Optional.of(newState), trust, endingWithin, at);
        }
    }

    /** States overlap, except that nothing else is GOOD. */
    enum State {
        /** Active, not rejected, not revoked, not weak, and within its time. */
        GOOD,
        EXPIRED,
        REVOKED,
        NOT_YET_VALID,
        /** No key of it is both strong enough by today's policy and made for signing or encrypting; never an issuer. */
        WEAK,
        /** Retired or disabled. */
        PUT_ASIDE
    }

    /**
     * @param items ordered by name, then fingerprint
     * @param total all that match, or as many as are known: exact below 10 000 unless the search took a rest, then a
     *     lower bound
     * @param next where the following page begins; empty on the last. A page may be short, even empty, and have a
     *     next one: where matches are few and far between, the search takes a rest
     */
    record Page<T>(List<T> items, long total, Optional<Octets> next) {
        public Page {
            items = List.copyOf(items);
        }
    }
}
