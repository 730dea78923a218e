package org.sealdesk.crypt.openpgp;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;
import org.bouncycastle.apache.bzip2.CBZip2InputStream;
import org.bouncycastle.bcpg.CompressionAlgorithmTags;
import org.sealdesk.crypt.policy.Limits;

/** Decompresses one packet (RFC 9580, section 5.6) and stops when it grows beyond all proportion. */
final class BoundedInflater extends InputStream {

    private final InputStream plain;
    private final Counting packed;
    private final Limits limits;
    private long octets;

    private BoundedInflater(InputStream plain, Counting packed, Limits limits) {
        this.plain = plain;
        this.packed = packed;
        this.limits = limits;
    }

    /** @param body of a compressed data packet, its first octet names the algorithm */
    static BoundedInflater of(InputStream body, Limits limits) throws IOException {
        int algorithm = body.read();
        Counting packed = new Counting(body);
        return new BoundedInflater(open(algorithm, packed), packed, limits);
    }

    private static InputStream open(int algorithm, InputStream packed) throws IOException {
        return switch (algorithm) {
            case CompressionAlgorithmTags.UNCOMPRESSED -> packed;
            case CompressionAlgorithmTags.ZIP -> new Inflating(packed, new Inflater(true));
            case CompressionAlgorithmTags.ZLIB -> new Inflating(packed, new Inflater());
            case CompressionAlgorithmTags.BZIP2 -> bzip2(packed);
            default -> throw Malformation.grammar("compression algorithm " + algorithm + " is not supported");
        };
    }

    private static InputStream bzip2(InputStream packed) throws IOException {
        try {
            return new CBZip2InputStream(packed);
        } catch (RuntimeException e) {
            throw damaged();
        }
    }

    private static Malformation damaged() {
        return Malformation.grammar("the compressed data is damaged");
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] b, int off, int len) throws IOException {
        Objects.checkFromIndexSize(off, len, b.length);
        if (len == 0) {
            return 0;
        }
        int n = inflate(b, off, len);
        if (n > 0) {
            octets += n;
            check();
        }
        return n;
    }

    private int inflate(byte[] b, int off, int len) throws IOException {
        try {
            return plain instanceof CBZip2InputStream bzip2 ? oneByOne(bzip2, b, off, len) : plain.read(b, off, len);
        } catch (Malformation e) {
            throw e;
        } catch (ZipException | java.io.EOFException e) {
            throw damaged();
        } catch (IOException e) {
            if (plain instanceof CBZip2InputStream) {
                throw damaged();
            }
            throw e;
        } catch (RuntimeException e) {
            throw damaged();
        }
    }

    /** The general method would swallow an error after the first octet. */
    private static int oneByOne(CBZip2InputStream in, byte[] b, int off, int len) throws IOException {
        for (int i = 0; i < len; i++) {
            int c = in.read();
            if (c < 0) {
                return i == 0 ? -1 : i;
            }
            b[off + i] = (byte) c;
        }
        return len;
    }

    private void check() throws Malformation {
        if (octets > limits.inflatedOctets()) {
            throw new Malformation(
                    Malformation.INFLATE_LIMIT, "more than " + limits.inflatedOctets() + " octets after decompression");
        }
        if (octets > Limits.INFLATION_RATIO_FROM_OCTETS && octets / limits.inflationRatio() > packed.octets) {
            throw new Malformation(
                    Malformation.INFLATE_LIMIT,
                    packed.octets + " octets become " + octets + ", more than " + limits.inflationRatio()
                            + " times as many");
        }
    }

    @Override
    public void close() throws IOException {
        plain.close();
    }

    /** Gives the inflater's native memory back when closed; the general class does so only for its own. */
    private static final class Inflating extends InflaterInputStream {
        Inflating(InputStream packed, Inflater inflater) {
            super(packed, inflater, 8192);
        }

        @Override
        public void close() throws IOException {
            inf.end();
            super.close();
        }
    }

    private static final class Counting extends InputStream {
        private final InputStream in;
        private long octets;

        Counting(InputStream in) {
            this.in = in;
        }

        @Override
        public int read() throws IOException {
            int b = in.read();
            octets += b < 0 ? 0 : 1;
            return b;
        }

        @Override
        public int read(byte[] b, int off, int len) throws IOException {
            int n = in.read(b, off, len);
            octets += Math.max(0, n);
            return n;
        }
    }
}
