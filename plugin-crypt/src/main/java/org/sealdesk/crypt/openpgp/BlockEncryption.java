package org.sealdesk.crypt.openpgp;

import java.security.GeneralSecurityException;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.bcpg.SymmetricKeyAlgorithmTags;
import org.bouncycastle.crypto.BlockCipher;
import org.bouncycastle.crypto.engines.BlowfishEngine;
import org.bouncycastle.crypto.engines.CAST5Engine;
import org.bouncycastle.crypto.engines.CamelliaEngine;
import org.bouncycastle.crypto.engines.DESedeEngine;
import org.bouncycastle.crypto.engines.IDEAEngine;
import org.bouncycastle.crypto.engines.TwofishEngine;
import org.bouncycastle.crypto.params.KeyParameter;

/**
 * A block cipher in its encrypting direction over many independent blocks at once: the JDK does AES that way at several
 * gigabytes a second. Modes are built on it.
 */
interface BlockEncryption {

    int blockOctets();

    /** Encrypts each of the blocks in {@code in[0, length)} by itself; the length is a multiple of the block's. */
    void encrypt(byte[] in, int length, byte[] out) throws GeneralSecurityException;

    /** Empty for an unknown cipher or a key of the wrong length. */
    static Optional<BlockEncryption> of(int cipherId, byte[] key) throws GeneralSecurityException {
        if (key.length != Algorithms.keyOctets(cipherId)) {
            return Optional.empty();
        }
        return switch (cipherId) {
            case SymmetricKeyAlgorithmTags.AES_128,
                    SymmetricKeyAlgorithmTags.AES_192,
                    SymmetricKeyAlgorithmTags.AES_256 -> Optional.of(new Aes(key));
            case SymmetricKeyAlgorithmTags.IDEA -> Optional.of(new Engine(new IDEAEngine(), key));
            case SymmetricKeyAlgorithmTags.TRIPLE_DES -> Optional.of(new Engine(new DESedeEngine(), key));
            case SymmetricKeyAlgorithmTags.CAST5 -> Optional.of(new Engine(new CAST5Engine(), key));
            case SymmetricKeyAlgorithmTags.BLOWFISH -> Optional.of(new Engine(new BlowfishEngine(), key));
            case SymmetricKeyAlgorithmTags.TWOFISH -> Optional.of(new Engine(new TwofishEngine(), key));
            case SymmetricKeyAlgorithmTags.CAMELLIA_128,
                    SymmetricKeyAlgorithmTags.CAMELLIA_192,
                    SymmetricKeyAlgorithmTags.CAMELLIA_256 -> Optional.of(new Engine(new CamelliaEngine(), key));
            default -> Optional.empty();
        };
    }

    /** By the JDK. */
    final class Aes implements BlockEncryption {
        private final Cipher cipher;

        Aes(byte[] key) throws GeneralSecurityException {
            cipher = Cipher.getInstance("AES/ECB/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"));
        }

        @Override
        public int blockOctets() {
            return 16;
        }

        @Override
        public void encrypt(byte[] in, int length, byte[] out) throws GeneralSecurityException {
            cipher.update(in, 0, length, out, 0);
        }
    }

    /** By Bouncy Castle, for what the JDK lacks. */
    final class Engine implements BlockEncryption {
        private final BlockCipher cipher;

        Engine(BlockCipher cipher, byte[] key) {
            this.cipher = cipher;
            cipher.init(true, new KeyParameter(key));
        }

        @Override
        public int blockOctets() {
            return cipher.getBlockSize();
        }

        @Override
        public void encrypt(byte[] in, int length, byte[] out) {
            for (int i = 0; i < length; i += cipher.getBlockSize()) {
                cipher.processBlock(in, i, out, i);
            }
        }
    }
}
