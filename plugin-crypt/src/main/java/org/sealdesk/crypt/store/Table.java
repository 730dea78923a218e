package org.sealdesk.crypt.store;

/**
 * The kinds of rows. A row's key begins with its table's octet, so that one sorted map holds them all and each table is
 * a range of it. The octets are on disk: never renumber.
 */
enum Table {
    /** fingerprint → the certificate and its facts. */
    CERTIFICATE(1),
    /** secret key id → when it came, and the sealed secret. */
    SECRET(2),
    /** digest of a revocation list → its DER. */
    REVOCATION_LIST_OCTETS(3),
    /** one row → the last entry of the audit log. */
    AUDIT_HEAD(4),
    /** fingerprint → the days of its last uses. */
    LAST_USED(5),
    /** any fingerprint, fingerprint. */
    ANY_FINGERPRINT(16),
    /** key id, fingerprint. */
    KEY_ID(17),
    /** domain, local part, fingerprint. */
    ADDRESS(18),
    /** digest of issuer and serial, fingerprint. */
    ISSUER_SERIAL(19),
    /** digest of the subject, fingerprint. */
    SUBJECT(20),
    /** digest of the subject key identifier, fingerprint. */
    SUBJECT_KEY_ID(21),
    /** digest of the public key's identity, fingerprint. */
    PUBLIC_KEY(22),
    /** hash in either form, fingerprint. */
    OPENSSL_HASH(23),
    /** second it ends, fingerprint. */
    EXPIRY(24),
    /** fingerprint. */
    ANCHOR(25),
    /** technology, fingerprint. */
    OWN(26),
    /** technology, order of lists. */
    OWN_BY_NAME(27),
    /** technology, order of lists → {@link ListRow}. */
    BY_NAME(28),
    /** technology, word, order of lists. */
    WORD(29),
    /** secret key id that no certificate carries. */
    WAITING(30),
    /** digest of the issuer, digest of a revocation list → what it says about itself. */
    REVOCATION_LIST(31),
    /** technology, mark, order of lists. */
    MARK(32),
    /** technology, second it ends or the last there is, order of lists. */
    ENDS(33),
    /** technology, second it begins, order of lists; only if that was to come when it was added. */
    BEGINS(34);

    private final byte octet;

    Table(int octet) {
        this.octet = (byte) octet;
    }

    byte octet() {
        return octet;
    }

    /** Whether the row with this key has a long value, which is kept outside the nodes of a tree. */
    static boolean hasLongValue(byte[] key) {
        return key[0] <= REVOCATION_LIST_OCTETS.octet;
    }
}
