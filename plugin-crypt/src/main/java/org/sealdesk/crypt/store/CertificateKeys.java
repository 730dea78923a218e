package org.sealdesk.crypt.store;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.sealdesk.crypt.address.MailAddress;
import org.sealdesk.crypt.key.Certificate;
import org.sealdesk.crypt.key.ComponentKey;
import org.sealdesk.crypt.key.Fingerprint;
import org.sealdesk.crypt.key.SecretKeyId;
import org.sealdesk.crypt.key.X509Facts;
import org.sealdesk.crypt.octets.Octets;
import org.sealdesk.crypt.verdict.Technology;

/** The rows by which a certificate is found, and the prefixes by which they are looked up. */
final class CertificateKeys {

    /** Lists are ordered by this much of a name, then by fingerprint. */
    static final int NAME_OCTETS = 48;

    /** Longer words are found by their beginning; the rest is compared with the record. */
    static final int WORD_OCTETS = 20;

    private CertificateKeys() {}

    /** Every index row a certificate has, except those of {@link #own}. */
    static SortedMap<byte[], byte[]> of(StoredRecord record) {
        Certificate certificate = record.certificate();
        byte[] id = idOf(certificate.fingerprint());
        Keys keys = new Keys();
        for (ComponentKey key : certificate.keys()) {
            addKey(keys, key, id);
        }
        keys.add(anyFingerprint(certificate.fingerprint().value()).raw(id).toArray());
        certificate.addresses().forEach(a -> keys.add(address(a).raw(id).toArray()));
        certificate
                .validity()
                .to()
                .ifPresent(end -> keys.add(expiry(end).raw(id).toArray()));
        certificate.x509().ifPresent(x509 -> addX509(keys, x509, id));
        if (record.facts().anchor()) {
            keys.add(anchors().raw(id).toArray());
        }
        addLists(keys, record);
        return keys.rows;
    }

    private static void addKey(Keys keys, ComponentKey key, byte[] id) {
        keys.add(anyFingerprint(key.fingerprint().value()).raw(id).toArray());
        keys.add(publicKey(key.publicKeyIdentity()).raw(id).toArray());
        if (key.fingerprint().kind() != Fingerprint.Kind.X509) {
            keys.add(keyId(key.fingerprint().keyId()).raw(id).toArray());
        }
    }

    private static void addX509(Keys keys, X509Facts x509, byte[] id) {
        keys.add(anyFingerprint(x509.sha1()).raw(id).toArray());
        keys.add(issuerAndSerial(x509.issuerName(), x509.serial()).raw(id).toArray());
        keys.add(subject(x509.subjectName()).raw(id).toArray());
        keys.add(openSslHash(x509.subjectHash()).raw(id).toArray());
        keys.add(openSslHash(x509.subjectHashOld()).raw(id).toArray());
        x509.subjectKeyIdentifier()
                .ifPresent(ski -> keys.add(subjectKeyIdentifier(ski).raw(id).toArray()));
    }

    private static void addLists(Keys keys, StoredRecord record) {
        Certificate certificate = record.certificate();
        Technology technology = certificate.technology();
        byte[] order = orderOf(certificate);
        Set<String> words = SearchWords.of(certificate);
        Set<Mark> marks = Mark.of(record);
        keys.rows.put(byName(technology).raw(order).toArray(), ListRow.of(certificate, marks, words));
        for (String word : words) {
            keys.add(word(technology, word).end().raw(order).toArray());
        }
        for (Mark mark : marks) {
            keys.add(mark(technology, mark).raw(order).toArray());
        }
        keys.add(ends(technology, ListRow.endOf(certificate)).raw(order).toArray());
        if (certificate.validity().from().isAfter(record.facts().addedAt())) {
            long second = certificate.validity().from().getEpochSecond();
            keys.add(begins(technology, second).raw(order).toArray());
        }
    }

    /** The rows of a certificate whose secret key is here. */
    static SortedMap<byte[], byte[]> own(Certificate certificate) {
        Keys keys = new Keys();
        keys.add(own(certificate.technology())
                .raw(idOf(certificate.fingerprint()))
                .toArray());
        keys.add(ownByName(certificate.technology()).raw(orderOf(certificate)).toArray());
        return keys.rows;
    }

    static byte[] certificate(Fingerprint fingerprint) {
        return new KeyOctets(Table.CERTIFICATE).raw(idOf(fingerprint)).toArray();
    }

    static byte[] secret(SecretKeyId id) {
        return secretId(new KeyOctets(Table.SECRET), id);
    }

    static byte[] waiting(SecretKeyId id) {
        return secretId(new KeyOctets(Table.WAITING), id);
    }

    private static byte[] secretId(KeyOctets key, SecretKeyId id) {
        return key.octet(Codes.TECHNOLOGY.of(id.technology())).raw(id.value()).toArray();
    }

    static SecretKeyId secretKeyIdIn(byte[] key) {
        return new SecretKeyId(
                Codes.TECHNOLOGY.values().get(key[1]), Octets.of(Arrays.copyOfRange(key, 2, key.length)));
    }

    static KeyOctets anyFingerprint(Octets value) {
        return new KeyOctets(Table.ANY_FINGERPRINT).octet(value.size()).raw(value);
    }

    static KeyOctets keyId(long keyId) {
        return new KeyOctets(Table.KEY_ID).number(keyId);
    }

    static KeyOctets address(MailAddress address) {
        return new KeyOctets(Table.ADDRESS)
                .text(address.domain())
                .end()
                .text(address.localPart())
                .end();
    }

    static KeyOctets issuerAndSerial(Octets issuer, BigInteger serial) {
        return new KeyOctets(Table.ISSUER_SERIAL).digest(issuer.toArray(), serial.toByteArray());
    }

    static KeyOctets subject(Octets name) {
        return new KeyOctets(Table.SUBJECT).digest(name.toArray());
    }

    static KeyOctets subjectKeyIdentifier(Octets identifier) {
        return new KeyOctets(Table.SUBJECT_KEY_ID).digest(identifier.toArray());
    }

    static KeyOctets publicKey(Octets identity) {
        return new KeyOctets(Table.PUBLIC_KEY).digest(identity.toArray());
    }

    static KeyOctets openSslHash(String hash) {
        return new KeyOctets(Table.OPENSSL_HASH)
                .text(hash.toLowerCase(Locale.ROOT))
                .end();
    }

    static KeyOctets expiry(Instant end) {
        return new KeyOctets(Table.EXPIRY).signed(end.getEpochSecond());
    }

    static KeyOctets anchors() {
        return new KeyOctets(Table.ANCHOR);
    }

    static KeyOctets own(Technology technology) {
        return new KeyOctets(Table.OWN).octet(Codes.TECHNOLOGY.of(technology));
    }

    static KeyOctets ownByName(Technology technology) {
        return new KeyOctets(Table.OWN_BY_NAME).octet(Codes.TECHNOLOGY.of(technology));
    }

    static KeyOctets byName(Technology technology) {
        return new KeyOctets(Table.BY_NAME).octet(Codes.TECHNOLOGY.of(technology));
    }

    static KeyOctets mark(Technology technology, Mark mark) {
        return new KeyOctets(Table.MARK).octet(Codes.TECHNOLOGY.of(technology)).octet(mark.octet());
    }

    static KeyOctets ends(Technology technology, long second) {
        return new KeyOctets(Table.ENDS).octet(Codes.TECHNOLOGY.of(technology)).signed(second);
    }

    static KeyOctets begins(Technology technology, long second) {
        return new KeyOctets(Table.BEGINS)
                .octet(Codes.TECHNOLOGY.of(technology))
                .signed(second);
    }

    /** The order at the end of a key of {@link Table#MARK}. */
    static byte[] orderInMark(byte[] key) {
        return Arrays.copyOfRange(key, 3, key.length);
    }

    /** The order at the end of a key of {@link Table#ENDS} or {@link Table#BEGINS}. */
    static byte[] orderInTime(byte[] key) {
        return Arrays.copyOfRange(key, 2 + Long.BYTES, key.length);
    }

    /** Without an end, so that it is also the prefix of longer words. */
    static KeyOctets word(Technology technology, String word) {
        return new KeyOctets(Table.WORD).octet(Codes.TECHNOLOGY.of(technology)).raw(cut(word, WORD_OCTETS));
    }

    /** Whether the rows of a word prove that it is the beginning of one, without a look at the rest. */
    static boolean isIndexedWhole(String word) {
        return word.getBytes(StandardCharsets.UTF_8).length <= WORD_OCTETS;
    }

    /** Where a certificate stands in lists: its name, folded, then its fingerprint. */
    static byte[] orderOf(Certificate certificate) {
        byte[] name = cut(SearchWords.fold(certificate.displayName()), NAME_OCTETS);
        return new KeyOctets(Table.BY_NAME)
                .raw(name)
                .end()
                .raw(idOf(certificate.fingerprint()))
                .toArrayFrom(1);
    }

    private static byte[] cut(String text, int maxOctets) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return utf8.length <= maxOctets ? utf8 : Arrays.copyOf(utf8, maxOctets);
    }

    static byte[] idOf(Fingerprint fingerprint) {
        byte[] value = fingerprint.value().toArray();
        byte[] id = new byte[value.length + 2];
        System.arraycopy(value, 0, id, 0, value.length);
        id[value.length] = (byte) Codes.KIND.of(fingerprint.kind());
        id[value.length + 1] = (byte) value.length;
        return id;
    }

    /** The fingerprint that ends every index key and order. */
    static Fingerprint fingerprintIn(byte[] key) {
        int length = key[key.length - 1];
        Octets value = Octets.of(Arrays.copyOfRange(key, key.length - 2 - length, key.length - 2));
        return new Fingerprint(Codes.KIND.values().get(key[key.length - 2]), value);
    }

    /** The order at the end of a key of {@link Table#WORD}. */
    static byte[] orderInWord(byte[] key) {
        int end = 2;
        while (key[end] != 0) {
            end++;
        }
        return Arrays.copyOfRange(key, end + 1, key.length);
    }

    /** The row with the words of a certificate. */
    static byte[] byName(Technology technology, byte[] order) {
        return byName(technology).raw(order).toArray();
    }

    /** The order at the end of a key of {@link Table#BY_NAME} or {@link Table#OWN_BY_NAME}. */
    static byte[] orderInName(byte[] key) {
        return Arrays.copyOfRange(key, 2, key.length);
    }

    /** Rows that are only there or not, except that one list also holds words. */
    private static final class Keys {
        private final SortedMap<byte[], byte[]> rows = new TreeMap<>(Row.ORDER);

        void add(byte[] key) {
            rows.put(key, Row.NOTHING);
        }
    }
}
