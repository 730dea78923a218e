package org.sealdesk.crypt.openpgp;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * Version 1 of the integrity protected packet (RFC 9580, section 5.13.1): CFB and a SHA-1 at the end. CFB is decrypted
 * as bulk block encryption of the shifted ciphertext, which is several times faster than block after block.
 */
final class CfbContainer {

    private static final int CHUNK_OCTETS = 16 * 1024;

    /** Header and digest of the modification detection code packet. */
    private static final int MDC_OCTETS = 22;

    private CfbContainer() {}

    /**
     * Decrypts; the caller throws away what was written unless this returns.
     *
     * @throws Malformation if the modification detection code is missing or wrong
     */
    static void decrypt(InputStream body, BlockEncryption cipher, OutputStream out)
            throws IOException, GeneralSecurityException {
        MessageDigest digest = MessageDigest.getInstance("SHA-1");
        int block = cipher.blockOctets();
        byte[] shifted = new byte[CHUNK_OCTETS + block];
        byte[] stream = new byte[CHUNK_OCTETS + block];
        byte[] plain = new byte[MDC_OCTETS + CHUNK_OCTETS];
        int held = 0;
        long skip = block + 2L;
        int n = body.readNBytes(shifted, block, CHUNK_OCTETS);
        while (n > 0) {
            // The last block of the chunk before stands in front, all zero at the beginning.
            int whole = (n + block - 1) / block * block;
            cipher.encrypt(shifted, whole, stream);
            xor(shifted, block, stream, plain, held, n);
            int ready = Math.max(0, held + n - MDC_OCTETS);
            digest.update(plain, 0, ready);
            int from = (int) Math.min(skip, ready);
            skip -= from;
            out.write(plain, from, ready - from);
            held = held + n - ready;
            System.arraycopy(plain, ready, plain, 0, held);
            System.arraycopy(shifted, n, shifted, 0, block);
            n = n == CHUNK_OCTETS ? body.readNBytes(shifted, block, CHUNK_OCTETS) : 0;
        }
        boolean whole = held == MDC_OCTETS && skip == 0 && plain[0] == (byte) 0xD3 && plain[1] == 0x14;
        digest.update(plain, 0, 2);
        byte[] stated = Arrays.copyOfRange(plain, 2, MDC_OCTETS);
        Arrays.fill(plain, (byte) 0);
        if (!MessageDigest.isEqual(digest.digest(), stated) || !whole) {
            throw Malformation.grammar("the modification detection code does not fit");
        }
    }

    private static void xor(byte[] cipherText, int at, byte[] stream, byte[] plain, int to, int n) {
        for (int i = 0; i < n; i++) {
            plain[to + i] = (byte) (cipherText[at + i] ^ stream[i]);
        }
    }
}
