package org.sealdesk.crypt.openpgp;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.generators.HKDFBytesGenerator;
import org.bouncycastle.crypto.params.HKDFParameters;

/**
 * Encrypted data in authenticated chunks: version 2 of the integrity protected packet (RFC 9580, section 5.13.2), and
 * the older packet of type 20 that GnuPG writes.
 */
final class AeadContainer {

    /** RFC 9580, section 5.13.2: 2^(16+6) octets, 4 MiB, is the largest chunk. */
    static final int MAX_CHUNK_EXPONENT = 16;

    private static final int SALT_OCTETS = 32;

    private final Header header;
    private final AeadMode mode;
    private final byte[] nonceSeed;

    private AeadContainer(Header header, AeadMode mode, byte[] nonceSeed) {
        this.header = header;
        this.mode = mode;
        this.nonceSeed = nonceSeed;
    }

    /** What stands before the chunks, without version: cipher, mode, chunk size, salt or initialisation vector. */
    static final class Header {
        final int tag;
        final int cipher;
        final int mode;
        final int chunkExponent;
        final byte[] salt;

        private Header(int tag, int cipher, int mode, int chunkExponent, byte[] salt) {
            this.tag = tag;
            this.cipher = cipher;
            this.mode = mode;
            this.chunkExponent = chunkExponent;
            this.salt = salt;
        }

        /** @throws Malformation if it is cut off or asks for chunks that are too large */
        static Header read(int tag, InputStream body) throws IOException {
            byte[] fixed = body.readNBytes(3);
            if (fixed.length < 3) {
                throw Malformation.grammar("the encrypted data ends within its header");
            }
            int exponent = fixed[2] & 0xFF;
            if (exponent > MAX_CHUNK_EXPONENT) {
                throw Malformation.grammar("chunk size octet " + exponent + ", at most " + MAX_CHUNK_EXPONENT);
            }
            int size = tag == PacketTag.SEIPD ? SALT_OCTETS : AeadMode.nonceOctets(fixed[1]);
            byte[] salt = body.readNBytes(size);
            if (salt.length < size) {
                throw Malformation.grammar("the encrypted data ends within its header");
            }
            return new Header(tag, fixed[0], fixed[1], exponent, salt);
        }

        boolean isSupported() {
            return Algorithms.keyOctets(cipher) > 0 && AeadMode.nonceOctets(mode) > 0;
        }

        private boolean isVersion2() {
            return tag == PacketTag.SEIPD;
        }

        private byte[] associated() {
            int version = isVersion2() ? 2 : 1;
            return new byte[] {(byte) (0xC0 | tag), (byte) version, (byte) cipher, (byte) mode, (byte) chunkExponent};
        }
    }

    /** @throws GeneralSecurityException if the key does not fit cipher or mode */
    static AeadContainer of(Header header, byte[] sessionKey) throws GeneralSecurityException {
        byte[] key = sessionKey;
        byte[] seed = header.salt;
        if (header.isVersion2()) {
            int keyOctets = Algorithms.keyOctets(header.cipher);
            byte[] derived = hkdf(sessionKey, header, keyOctets + AeadMode.nonceOctets(header.mode) - 8);
            key = Arrays.copyOf(derived, keyOctets);
            seed = Arrays.copyOfRange(derived, keyOctets, derived.length);
            Arrays.fill(derived, (byte) 0);
        }
        AeadMode mode = AeadMode.of(header.mode, header.cipher, key)
                .orElseThrow(() -> new GeneralSecurityException("key does not fit"));
        return new AeadContainer(header, mode, seed);
    }

    private static byte[] hkdf(byte[] sessionKey, Header header, int octets) {
        HKDFBytesGenerator generator = new HKDFBytesGenerator(new SHA256Digest());
        generator.init(new HKDFParameters(sessionKey, header.salt, header.associated()));
        byte[] derived = new byte[octets];
        generator.generateBytes(derived, 0, octets);
        return derived;
    }

    /**
     * Decrypts chunk after chunk; the caller throws away what was written unless this returns, because only the last
     * tag says that nothing was cut off.
     */
    void decrypt(InputStream body, OutputStream out) throws IOException, GeneralSecurityException {
        int chunk = 1 << header.chunkExponent + 6;
        int sealed = chunk + AeadMode.TAG_OCTETS;
        byte[] buffer = new byte[Math.min(sealed + AeadMode.TAG_OCTETS, 64 * 1024)];
        int filled = 0;
        long index = 0;
        long total = 0;
        while (true) {
            filled += body.readNBytes(buffer, filled, buffer.length - filled);
            boolean full = filled == buffer.length;
            if (full && buffer.length < sealed + AeadMode.TAG_OCTETS) {
                // Grown as octets come, not as the header promises.
                buffer = Arrays.copyOf(buffer, (int) Math.min(2L * buffer.length, sealed + AeadMode.TAG_OCTETS));
                continue;
            }
            if (!full) {
                break;
            }
            total += write(index++, buffer, sealed, out);
            System.arraycopy(buffer, sealed, buffer, 0, AeadMode.TAG_OCTETS);
            filled = AeadMode.TAG_OCTETS;
        }
        int last = filled - AeadMode.TAG_OCTETS;
        if (last < 0 || last > 0 && last < AeadMode.TAG_OCTETS) {
            throw new GeneralSecurityException("cut off");
        }
        if (last > 0) {
            total += write(index++, buffer, last, out);
        }
        byte[] finalTag = Arrays.copyOfRange(buffer, last, filled);
        mode.open(nonce(index), finalAssociated(index, total), finalTag, finalTag.length);
    }

    private int write(long index, byte[] buffer, int length, OutputStream out)
            throws IOException, GeneralSecurityException {
        byte[] plain = mode.open(nonce(index), associated(index), buffer, length);
        out.write(plain);
        Arrays.fill(plain, (byte) 0);
        return plain.length;
    }

    private byte[] associated(long index) {
        byte[] fixed = header.associated();
        return header.isVersion2()
                ? fixed
                : ByteBuffer.allocate(fixed.length + 8)
                        .put(fixed)
                        .putLong(index)
                        .array();
    }

    private byte[] finalAssociated(long index, long total) {
        byte[] associated = associated(index);
        return ByteBuffer.allocate(associated.length + 8)
                .put(associated)
                .putLong(total)
                .array();
    }

    private byte[] nonce(long index) {
        byte[] nonce = Arrays.copyOf(nonceSeed, AeadMode.nonceOctets(header.mode));
        for (int i = 0; i < 8; i++) {
            nonce[nonce.length - 1 - i] ^= (byte) (index >> 8 * i);
        }
        return nonce;
    }
}
