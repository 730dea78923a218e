package org.sealdesk.crypt.smime;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;

/**
 * DER written as a stream: every length is known before the content is read, so that large contents need no memory and
 * readers that dislike indefinite lengths are served too.
 */
sealed interface Der {

    int SEQUENCE = 0x30;
    int SET = 0x31;
    int OCTET_STRING = 0x04;

    /** Context tag 0, constructed. */
    int TAGGED_0 = 0xa0;

    /** Context tag 0 in place of the tag of an octet string. */
    int TAGGED_0_PRIMITIVE = 0x80;

    /** Octets with their own tag and length. */
    long size();

    void writeTo(OutputStream out) throws IOException;

    static Der of(ASN1Encodable value) throws IOException {
        return new Leaf(value.toASN1Primitive().getEncoded(ASN1Encoding.DER));
    }

    static Der of(int tag, Der... children) {
        return new Node(tag, List.of(children));
    }

    static Der stream(int tag, long length, Writer writer) {
        return new Stream(tag, length, writer);
    }

    /** Writes exactly as many octets as were promised. */
    interface Writer {
        void writeTo(OutputStream out) throws IOException;
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Leaf(byte[] encoded) implements Der {
        @Override
        public long size() {
            return encoded.length;
        }

        @Override
        public void writeTo(OutputStream out) throws IOException {
            out.write(encoded);
        }
    }

    record Node(int tag, List<Der> children) implements Der {
        private long length() {
            return children.stream().mapToLong(Der::size).sum();
        }

        @Override
        public long size() {
            return head(tag, length()).length + length();
        }

        @Override
        public void writeTo(OutputStream out) throws IOException {
            out.write(head(tag, length()));
            for (Der child : children) {
                child.writeTo(out);
            }
        }
    }

    record Stream(int tag, long length, Writer writer) implements Der {
        @Override
        public long size() {
            return head(tag, length).length + length;
        }

        @Override
        public void writeTo(OutputStream out) throws IOException {
            out.write(head(tag, length));
            writer.writeTo(out);
        }
    }

    private static byte[] head(int tag, long length) {
        if (length < 0x80) {
            return new byte[] {(byte) tag, (byte) length};
        }
        int octets = (Long.SIZE - Long.numberOfLeadingZeros(length) + 7) / 8;
        byte[] head = new byte[2 + octets];
        head[0] = (byte) tag;
        head[1] = (byte) (0x80 | octets);
        for (int i = 0; i < octets; i++) {
            head[2 + i] = (byte) (length >>> (8 * (octets - 1 - i)));
        }
        return head;
    }
}
