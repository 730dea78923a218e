package org.sealdesk.crypt.openpgp;

import java.security.GeneralSecurityException;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.bcpg.AEADAlgorithmTags;
import org.bouncycastle.bcpg.SymmetricKeyAlgorithmTags;
import org.bouncycastle.crypto.BlockCipher;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.engines.CamelliaEngine;
import org.bouncycastle.crypto.engines.TwofishEngine;
import org.bouncycastle.crypto.modes.AEADBlockCipher;
import org.bouncycastle.crypto.modes.EAXBlockCipher;
import org.bouncycastle.crypto.modes.GCMBlockCipher;
import org.bouncycastle.crypto.modes.OCBBlockCipher;
import org.bouncycastle.crypto.params.AEADParameters;
import org.bouncycastle.crypto.params.KeyParameter;

/** One authenticated mode with one key (RFC 9580, section 9.6). Not for several threads. */
interface AeadMode {

    int TAG_OCTETS = 16;

    /**
     * Decrypts one chunk with its tag into a fresh array.
     *
     * @throws GeneralSecurityException if the tag does not fit
     */
    byte[] open(byte[] nonce, byte[] associated, byte[] data, int length) throws GeneralSecurityException;

    static String name(int id) {
        return switch (id) {
            case AEADAlgorithmTags.EAX -> "EAX";
            case AEADAlgorithmTags.OCB -> "OCB";
            case AEADAlgorithmTags.GCM -> "GCM";
            default -> "mode " + id;
        };
    }

    /** 0 for an unknown mode. */
    static int nonceOctets(int id) {
        return switch (id) {
            case AEADAlgorithmTags.EAX -> 16;
            case AEADAlgorithmTags.OCB -> 15;
            case AEADAlgorithmTags.GCM -> 12;
            default -> 0;
        };
    }

    /** Empty for an unknown mode or cipher. */
    static Optional<AeadMode> of(int id, int cipherId, byte[] key) {
        if (key.length != Algorithms.keyOctets(cipherId) || engine(cipherId).isEmpty()) {
            return Optional.empty();
        }
        boolean aes = cipherId >= SymmetricKeyAlgorithmTags.AES_128 && cipherId <= SymmetricKeyAlgorithmTags.AES_256;
        return switch (id) {
            case AEADAlgorithmTags.GCM ->
                Optional.of(
                        aes
                                ? new JdkGcm(key)
                                : new Bc(
                                        GCMBlockCipher.newInstance(
                                                engine(cipherId).get()),
                                        key));
            case AEADAlgorithmTags.OCB ->
                Optional.of(new Bc(
                        new OCBBlockCipher(
                                engine(cipherId).get(), engine(cipherId).get()),
                        key));
            case AEADAlgorithmTags.EAX ->
                Optional.of(new Bc(new EAXBlockCipher(engine(cipherId).get()), key));
            default -> Optional.empty();
        };
    }

    private static Optional<BlockCipher> engine(int cipherId) {
        return switch (cipherId) {
            case SymmetricKeyAlgorithmTags.AES_128,
                    SymmetricKeyAlgorithmTags.AES_192,
                    SymmetricKeyAlgorithmTags.AES_256 -> Optional.of(AESEngine.newInstance());
            case SymmetricKeyAlgorithmTags.TWOFISH -> Optional.of(new TwofishEngine());
            case SymmetricKeyAlgorithmTags.CAMELLIA_128,
                    SymmetricKeyAlgorithmTags.CAMELLIA_192,
                    SymmetricKeyAlgorithmTags.CAMELLIA_256 -> Optional.of(new CamelliaEngine());
            default -> Optional.empty();
        };
    }

    /** AES-GCM by the JDK. */
    final class JdkGcm implements AeadMode {
        private final SecretKeySpec key;

        JdkGcm(byte[] key) {
            this.key = new SecretKeySpec(key, "AES");
        }

        @Override
        public byte[] open(byte[] nonce, byte[] associated, byte[] data, int length) throws GeneralSecurityException {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(TAG_OCTETS * 8, nonce));
            cipher.updateAAD(associated);
            return cipher.doFinal(data, 0, length);
        }
    }

    /** By Bouncy Castle. */
    final class Bc implements AeadMode {
        private final AEADBlockCipher cipher;
        private final KeyParameter key;

        Bc(AEADBlockCipher cipher, byte[] key) {
            this.cipher = cipher;
            this.key = new KeyParameter(key);
        }

        @Override
        public byte[] open(byte[] nonce, byte[] associated, byte[] data, int length) throws GeneralSecurityException {
            cipher.init(false, new AEADParameters(key, TAG_OCTETS * 8, nonce, associated));
            byte[] plain = new byte[cipher.getOutputSize(length)];
            try {
                int n = cipher.processBytes(data, 0, length, plain, 0);
                n += cipher.doFinal(plain, n);
                return n == plain.length ? plain : java.util.Arrays.copyOf(plain, n);
            } catch (InvalidCipherTextException e) {
                throw new GeneralSecurityException("tag does not fit", e);
            }
        }
    }
}
