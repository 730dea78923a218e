package org.sealdesk.crypt.openpgp;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.gpg.keybox.KeyBlob;
import org.bouncycastle.gpg.keybox.PublicKeyRingBlob;
import org.bouncycastle.gpg.keybox.bc.BcKeyBox;

/** GnuPG's file of certificates, {@code pubring.kbx}. */
final class Keybox {

    private static final byte[] MAGIC = {'K', 'B', 'X', 'f'};
    private static final int MAGIC_AT = 8;

    private Keybox() {}

    static boolean is(byte[] file) {
        for (int i = 0; i < MAGIC.length; i++) {
            if (file.length <= MAGIC_AT + i || file[MAGIC_AT + i] != MAGIC[i]) {
                return false;
            }
        }
        return true;
    }

    /**
     * The binary packets of each OpenPGP certificate in it.
     *
     * @throws Malformation if the file is damaged
     */
    static List<byte[]> certificates(byte[] file) throws Malformation {
        try {
            List<byte[]> certificates = new ArrayList<>();
            for (KeyBlob blob : new BcKeyBox(file).getKeyBlobs()) {
                if (blob instanceof PublicKeyRingBlob ring) {
                    certificates.add(ring.getPGPPublicKeyRing().getEncoded());
                }
            }
            return certificates;
        } catch (IOException | RuntimeException e) {
            throw Malformation.grammar("the keybox cannot be read");
        }
    }
}
