package org.sealdesk.crypt.intake;

import org.sealdesk.crypt.octets.Octets;

/** The octets by which formats that are no keys themselves are told. */
final class Magic {

    private static final byte[] JKS = {(byte) 0xfe, (byte) 0xed, (byte) 0xfe, (byte) 0xed};
    private static final byte[] JCEKS = {(byte) 0xce, (byte) 0xce, (byte) 0xce, (byte) 0xce};

    private Magic() {}

    static boolean begins(Octets file, byte[] magic) {
        for (int i = 0; i < magic.length; i++) {
            if (file.size() <= i || file.get(i) != magic[i]) {
                return false;
            }
        }
        return true;
    }

    /** Java's own key store before PKCS#12: its locks are too weak to be worth a parser. */
    static boolean isJavaKeyStore(Octets file) {
        return begins(file, JKS) || begins(file, JCEKS);
    }
}
