package org.sealdesk.crypt.smime;

import java.io.IOException;
import java.io.InputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import org.bouncycastle.crypto.CipherParameters;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.modes.GCMBlockCipher;
import org.bouncycastle.crypto.modes.GCMModeCipher;
import org.bouncycastle.crypto.params.AEADParameters;
import org.bouncycastle.crypto.params.KeyParameter;
import org.sealdesk.crypt.octets.Content;
import org.sealdesk.crypt.octets.Octets;
import org.sealdesk.crypt.octets.SpillBuffer;

/**
 * Decrypts a content in a stream of bounded memory. Plaintext goes into a buffer that nobody sees before the end, and
 * that is wiped if the end is not good.
 */
final class ContentDecryptor {

    private static final int USUAL_NONCE_OCTETS = 12;
    private static final int FULL_TAG_OCTETS = 16;
    private static final int FULL_TAG_BITS = 128;

    private final ContentCipher cipher;
    private final byte[] contentKey;

    ContentDecryptor(ContentCipher cipher, byte[] contentKey) {
        this.cipher = cipher;
        this.contentKey = contentKey;
    }

    /** @throws GeneralSecurityException if it is damaged, whatever the damage */
    Content decrypt(Content wrapped, Envelope envelope, SpillBuffer buffer)
            throws GeneralSecurityException, IOException, MalformedCms {
        try {
            if (!cipher.isAuthenticated()) {
                through(wrapped, chain(), buffer);
                CmsContent.finish(buffer);
                return buffer.content();
            }
            return authenticated(wrapped, envelope, buffer);
        } catch (GeneralSecurityException | IOException | MalformedCms | RuntimeException e) {
            buffer.discard();
            throw e;
        }
    }

    private Content authenticated(Content wrapped, Envelope envelope, SpillBuffer buffer)
            throws GeneralSecurityException, IOException, MalformedCms {
        if (envelope.mac().size() != cipher.tagOctets()) {
            throw new GeneralSecurityException("tag of another length than announced");
        }
        if (cipher.iv().size() != USUAL_NONCE_OCTETS) {
            return authenticatedSlowly(wrapped, envelope, buffer);
        }
        through(wrapped, counter(), buffer);
        CmsContent.finish(buffer);
        Content plain = buffer.content();
        byte[] tag = Arrays.copyOf(tag(plain, envelope.attributes()), cipher.tagOctets());
        if (!MessageDigest.isEqual(tag, envelope.mac().toArray())) {
            throw new GeneralSecurityException("the tag does not fit");
        }
        return plain;
    }

    private Transform chain() throws GeneralSecurityException {
        return of(cipher.chain(Cipher.DECRYPT_MODE, contentKey));
    }

    /**
     * GCM without its tag: counter mode from 2 on. The JDK's own GCM decryption would hold the whole content in memory
     * until the tag comes; encrypting the plaintext again gives the same tag, in a stream and as fast.
     */
    private Transform counter() throws GeneralSecurityException {
        Cipher counter = Cipher.getInstance("AES/CTR/NoPadding");
        byte[] first = Arrays.copyOf(cipher.iv().toArray(), FULL_TAG_OCTETS);
        first[FULL_TAG_OCTETS - 1] = 2;
        counter.init(Cipher.DECRYPT_MODE, cipher.key(contentKey), new IvParameterSpec(first));
        return of(counter);
    }

    private byte[] tag(Content plain, Octets attributes) throws GeneralSecurityException, IOException {
        Cipher gcm = Cipher.getInstance("AES/GCM/NoPadding");
        gcm.init(
                Cipher.ENCRYPT_MODE,
                cipher.key(contentKey),
                new GCMParameterSpec(FULL_TAG_BITS, cipher.iv().toArray()));
        gcm.updateAAD(attributes.toArray());
        byte[] in = new byte[CmsContent.CHUNK_OCTETS];
        byte[] out = new byte[CmsContent.CHUNK_OCTETS + 2 * FULL_TAG_OCTETS];
        try (InputStream stream = plain.open()) {
            for (int n = stream.read(in); n >= 0; n = stream.read(in)) {
                gcm.update(in, 0, n, out);
            }
        }
        int length = gcm.doFinal(out, 0);
        Arrays.fill(in, (byte) 0);
        return Arrays.copyOfRange(out, length - FULL_TAG_OCTETS, length);
    }

    /** Nonces of other lengths are rare and start the counter elsewhere. */
    private Content authenticatedSlowly(Content wrapped, Envelope envelope, SpillBuffer buffer)
            throws GeneralSecurityException, IOException, MalformedCms {
        GCMModeCipher gcm = GCMBlockCipher.newInstance(AESEngine.newInstance());
        CipherParameters parameters = new AEADParameters(
                new KeyParameter(contentKey),
                cipher.tagOctets() * 8,
                cipher.iv().toArray(),
                envelope.attributes().toArray());
        gcm.init(false, parameters);
        byte[] mac = envelope.mac().toArray();
        through(
                wrapped,
                new Transform() {
                    @Override
                    public int update(byte[] in, int length, byte[] out) {
                        return gcm.processBytes(in, 0, length, out, 0);
                    }

                    @Override
                    public int end(byte[] out) throws GeneralSecurityException {
                        try {
                            int n = gcm.processBytes(mac, 0, mac.length, out, 0);
                            return n + gcm.doFinal(out, n);
                        } catch (InvalidCipherTextException e) {
                            throw new GeneralSecurityException("the tag does not fit", e);
                        }
                    }
                },
                buffer);
        CmsContent.finish(buffer);
        return buffer.content();
    }

    private interface Transform {
        int update(byte[] in, int length, byte[] out) throws ShortBufferException;

        int end(byte[] out) throws GeneralSecurityException;
    }

    private static Transform of(Cipher cipher) {
        return new Transform() {
            @Override
            public int update(byte[] in, int length, byte[] out) throws ShortBufferException {
                return cipher.update(in, 0, length, out);
            }

            @Override
            public int end(byte[] out) throws GeneralSecurityException {
                return cipher.doFinal(out, 0);
            }
        };
    }

    private static void through(Content wrapped, Transform transform, SpillBuffer buffer)
            throws GeneralSecurityException, IOException, MalformedCms {
        // A parser turns what it does not know into MalformedCms; the cipher's own word is carried around it.
        GeneralSecurityException[] failure = new GeneralSecurityException[1];
        Envelope.withContent(wrapped, encrypted -> {
            byte[] in = new byte[CmsContent.CHUNK_OCTETS];
            byte[] out = new byte[CmsContent.CHUNK_OCTETS + 4 * FULL_TAG_OCTETS];
            try {
                for (int n = encrypted.read(in); n >= 0; n = encrypted.read(in)) {
                    CmsContent.write(buffer, out, transform.update(in, n, out));
                }
                CmsContent.write(buffer, out, transform.end(out));
            } catch (GeneralSecurityException e) {
                failure[0] = e;
            } finally {
                Arrays.fill(out, (byte) 0);
            }
            return buffer;
        });
        if (failure[0] != null) {
            throw failure[0];
        }
    }
}
