package org.sealdesk.crypt.smime;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1BitString;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.BERTags;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.CertificateList;

/**
 * A revocation list as octets (RFC 5280, section 5.1), taken apart without an object for each of its entries: there may
 * be a million. Lengths are definite and lie within what holds them.
 */
final class ListOctets {

    private static final int SEQUENCE = BERTags.SEQUENCE | BERTags.CONSTRUCTED;
    private static final int LONG_FORM = 0x80;
    private static final int MAX_LENGTH_OCTETS = 4;

    private final byte[] der;
    private final Field signed;
    private final Optional<Field> entries;
    private final CertificateList withoutEntries;

    /** @param start of the tag; {@code content} of what follows the length */
    record Field(int tag, int start, int content, int end) {}

    private ListOctets(byte[] der, Field signed, Optional<Field> entries, CertificateList withoutEntries) {
        this.der = der;
        this.signed = signed;
        this.entries = entries;
        this.withoutEntries = withoutEntries;
    }

    /**
     * @param der not changed afterwards
     * @throws IOException if it is no revocation list
     */
    static ListOctets read(byte[] der) throws IOException {
        Field list = field(der, 0, der.length);
        Field signed = field(der, list.content(), list.end());
        Optional<Field> entries = Optional.empty();
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        int afterNames = 0;
        for (int at = signed.content(); at < signed.end(); ) {
            Field field = field(der, at, signed.end());
            // Version, algorithm and issuer come before the times; the next sequence can only be the entries.
            boolean time = field.tag() == BERTags.UTC_TIME || field.tag() == BERTags.GENERALIZED_TIME;
            afterNames += time ? 1 : 0;
            if (afterNames > 0 && field.tag() == SEQUENCE && entries.isEmpty()) {
                entries = Optional.of(field);
            } else {
                head.write(der, field.start(), field.end() - field.start());
            }
            at = field.end();
        }
        if (list.tag() != SEQUENCE || signed.tag() != SEQUENCE || afterNames == 0) {
            throw new IOException("no revocation list");
        }
        byte[] rest = Arrays.copyOfRange(der, signed.end(), list.end());
        byte[] small = sequence(sequence(head.toByteArray()), rest);
        try {
            return new ListOctets(
                    der, signed, entries, CertificateList.getInstance(ASN1Primitive.fromByteArray(small)));
        } catch (RuntimeException e) {
            throw new IOException("no revocation list", e);
        }
    }

    private static byte[] sequence(byte[]... parts) throws IOException {
        ASN1EncodableVector none = new ASN1EncodableVector();
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.write(part);
        }
        int length = content.size();
        if (length == 0) {
            return new DERSequence(none).getEncoded();
        }
        byte[] all = new byte[2 + MAX_LENGTH_OCTETS + length];
        all[0] = SEQUENCE;
        all[1] = (byte) (LONG_FORM | MAX_LENGTH_OCTETS);
        for (int i = 0; i < MAX_LENGTH_OCTETS; i++) {
            all[2 + i] = (byte) (length >>> (8 * (MAX_LENGTH_OCTETS - 1 - i)));
        }
        System.arraycopy(content.toByteArray(), 0, all, 2 + MAX_LENGTH_OCTETS, length);
        return all;
    }

    /** @throws IOException if the field does not lie within {@code limit} */
    static Field field(byte[] der, int at, int limit) throws IOException {
        if (at < 0 || limit - at < 2) {
            throw new IOException("the revocation list is cut off");
        }
        int first = der[at + 1] & 0xff;
        int content = at + 2;
        long length = first;
        if (first >= LONG_FORM) {
            int count = first - LONG_FORM;
            if (count == 0 || count > MAX_LENGTH_OCTETS || limit - content < count) {
                throw new IOException("the revocation list has a length that is not allowed in DER");
            }
            length = 0;
            for (int i = 0; i < count; i++) {
                length = length << 8 | der[content++] & 0xff;
            }
        }
        if (length > limit - content) {
            throw new IOException("the revocation list is cut off");
        }
        return new Field(der[at], at, content, content + (int) length);
    }

    byte[] der() {
        return der;
    }

    Optional<Field> entries() {
        return entries;
    }

    CertificateList withoutEntries() {
        return withoutEntries;
    }

    int signedFrom() {
        return signed.start();
    }

    int signedTo() {
        return signed.end();
    }

    AlgorithmIdentifier signatureAlgorithm() {
        return withoutEntries.getSignatureAlgorithm();
    }

    ASN1BitString signature() {
        return withoutEntries.getSignature();
    }
}
