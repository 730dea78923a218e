package org.sealdesk.crypt.smime;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.cms.GCMParameters;
import org.bouncycastle.asn1.cms.KeyTransRecipientInfo;
import org.bouncycastle.asn1.cms.RecipientInfo;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.sealdesk.crypt.octets.Content;
import org.sealdesk.crypt.octets.Octets;

/** Makes enveloped-data (RFC 5652, section 6) and authenticated-enveloped-data (RFC 5083, RFC 5084). */
final class EnvelopeWriter {

    private static final int KEY_OCTETS = 32;
    private static final int BLOCK_OCTETS = 16;
    private static final int NONCE_OCTETS = 12;
    private static final int TAG_OCTETS = 16;

    private final SecureRandom random;
    private final RecipientWriter recipients;

    EnvelopeWriter(SecureRandom random, SmimeOptions.KeyTransport transport) {
        this.random = random;
        this.recipients = new RecipientWriter(random, transport);
    }

    void write(Content plain, List<ParsedCertificate> to, SmimeOptions.ContentCipher choice, OutputStream out)
            throws IOException, GeneralSecurityException {
        byte[] contentKey = fresh(KEY_OCTETS);
        try {
            ASN1EncodableVector infos = new ASN1EncodableVector();
            for (ParsedCertificate recipient : to) {
                infos.add(recipients.recipient(recipient, contentKey));
            }
            Der der = switch (choice) {
                case AES_256_CBC -> chained(plain, infos, contentKey);
                case AES_256_GCM -> authenticated(plain, infos, contentKey);
            };
            der.writeTo(out);
        } finally {
            Arrays.fill(contentKey, (byte) 0);
        }
    }

    private Der chained(Content plain, ASN1EncodableVector infos, byte[] contentKey)
            throws IOException, GeneralSecurityException {
        byte[] iv = fresh(BLOCK_OCTETS);
        Cipher cipher = new ContentCipher("AES-256", KEY_OCTETS, ContentCipher.Mode.AES_CBC, Octets.of(iv), 0)
                .chain(Cipher.ENCRYPT_MODE, contentKey);
        long length = (plain.size() / BLOCK_OCTETS + 1) * BLOCK_OCTETS;
        Der content = encryptedContent(
                new AlgorithmIdentifier(NISTObjectIdentifiers.id_aes256_CBC, new DEROctetString(iv)),
                Der.stream(Der.TAGGED_0_PRIMITIVE, length, out -> {
                    byte[] last = encrypt(plain, cipher, out);
                    out.write(last);
                }));
        return contentInfo(
                CMSObjectIdentifiers.envelopedData, Der.of(version(infos)), Der.of(new DERSet(infos)), content);
    }

    private Der authenticated(Content plain, ASN1EncodableVector infos, byte[] contentKey)
            throws IOException, GeneralSecurityException {
        byte[] nonce = fresh(NONCE_OCTETS);
        ContentCipher description =
                new ContentCipher("AES-256", KEY_OCTETS, ContentCipher.Mode.AES_GCM, Octets.of(nonce), TAG_OCTETS);
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(
                Cipher.ENCRYPT_MODE, description.key(contentKey), new GCMParameterSpec(TAG_OCTETS * 8, nonce), random);
        byte[] tag = new byte[TAG_OCTETS];
        Der content = encryptedContent(
                new AlgorithmIdentifier(NISTObjectIdentifiers.id_aes256_GCM, new GCMParameters(nonce, TAG_OCTETS)),
                Der.stream(Der.TAGGED_0_PRIMITIVE, plain.size(), out -> {
                    byte[] last = encrypt(plain, cipher, out);
                    out.write(last, 0, last.length - TAG_OCTETS);
                    System.arraycopy(last, last.length - TAG_OCTETS, tag, 0, TAG_OCTETS);
                }));
        return contentInfo(
                CMSObjectIdentifiers.authEnvelopedData,
                Der.of(new ASN1Integer(0)),
                Der.of(new DERSet(infos)),
                content,
                Der.stream(Der.OCTET_STRING, TAG_OCTETS, out -> out.write(tag)));
    }

    private static Der contentInfo(ASN1ObjectIdentifier type, Der... parts) throws IOException {
        return Der.of(Der.SEQUENCE, Der.of(type), Der.of(Der.TAGGED_0, Der.of(Der.SEQUENCE, parts)));
    }

    private static Der encryptedContent(AlgorithmIdentifier algorithm, Der encrypted) throws IOException {
        return Der.of(Der.SEQUENCE, Der.of(CMSObjectIdentifiers.data), Der.of(algorithm), encrypted);
    }

    /** RFC 5652, section 6.1: 0 if every recipient is named by issuer and serial and gets the key transported. */
    private static ASN1Integer version(ASN1EncodableVector infos) {
        for (int i = 0; i < infos.size(); i++) {
            if (!(RecipientInfo.getInstance(infos.get(i)).getInfo() instanceof KeyTransRecipientInfo)) {
                return new ASN1Integer(2);
            }
        }
        return new ASN1Integer(0);
    }

    /** Writes all but what the cipher keeps to its end, which is returned. */
    private static byte[] encrypt(Content plain, Cipher cipher, OutputStream out) throws IOException {
        byte[] in = new byte[CmsContent.CHUNK_OCTETS];
        byte[] encrypted = new byte[CmsContent.CHUNK_OCTETS + 2 * BLOCK_OCTETS];
        try (InputStream stream = plain.open()) {
            for (int n = stream.read(in); n >= 0; n = stream.read(in)) {
                out.write(encrypted, 0, cipher.update(in, 0, n, encrypted));
            }
            return cipher.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IOException("encryption failed", e);
        } finally {
            Arrays.fill(in, (byte) 0);
        }
    }

    private byte[] fresh(int octets) {
        byte[] value = new byte[octets];
        random.nextBytes(value);
        return value;
    }
}
