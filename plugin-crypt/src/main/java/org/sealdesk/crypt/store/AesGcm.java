package org.sealdesk.crypt.store;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** AES-256-GCM with a random 96-bit nonce in front (NIST SP 800-38D, section 8.2.2). */
final class AesGcm {

    static final int KEY_OCTETS = 32;

    private static final int NONCE_OCTETS = 12;
    private static final int TAG_OCTETS = 16;

    private AesGcm() {}

    static byte[] seal(byte[] key, byte[] place, byte[] plain, SecureRandom random) {
        byte[] nonce = new byte[NONCE_OCTETS];
        random.nextBytes(nonce);
        byte[] sealed = Arrays.copyOf(nonce, NONCE_OCTETS + plain.length + TAG_OCTETS);
        try {
            cipher(Cipher.ENCRYPT_MODE, key, nonce, place).doFinal(plain, 0, plain.length, sealed, NONCE_OCTETS);
            return sealed;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java cannot do AES-256-GCM", e);
        }
    }

    /** Empty if the octets were not sealed with this key for this place. */
    static Optional<byte[]> open(byte[] key, byte[] place, byte[] sealed) {
        if (sealed.length < NONCE_OCTETS + TAG_OCTETS) {
            return Optional.empty();
        }
        byte[] nonce = Arrays.copyOf(sealed, NONCE_OCTETS);
        try {
            return Optional.of(cipher(Cipher.DECRYPT_MODE, key, nonce, place)
                    .doFinal(sealed, NONCE_OCTETS, sealed.length - NONCE_OCTETS));
        } catch (AEADBadTagException e) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java cannot do AES-256-GCM", e);
        }
    }

    private static Cipher cipher(int mode, byte[] key, byte[] nonce, byte[] place) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_OCTETS * Byte.SIZE, nonce));
        cipher.updateAAD(place);
        return cipher;
    }
}
