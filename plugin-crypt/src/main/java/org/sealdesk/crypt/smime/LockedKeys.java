package org.sealdesk.crypt.smime;

import java.io.IOException;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.pkcs.EncryptedPrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.jcajce.JcePEMDecryptorProviderBuilder;
import org.bouncycastle.operator.InputDecryptorProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcePKCSPBEInputDecryptorProviderBuilder;
import org.bouncycastle.util.encoders.DecoderException;
import org.bouncycastle.util.encoders.Hex;

/** Opens secret keys locked with a password. */
final class LockedKeys {

    private final Jca jca;

    LockedKeys(Jca jca) {
        this.jca = jca;
    }

    /** PKCS#8 (RFC 5958). */
    Optional<PrivateKeyInfo> open(EncryptedPrivateKeyInfo locked, char[] password) {
        try {
            PrivateKeyInfo opened = new PKCS8EncryptedPrivateKeyInfo(locked).decryptPrivateKeyInfo(decryptor(password));
            // A wrong password sometimes gives something with valid padding; a key has an algorithm and octets.
            return opened.getPrivateKey().getOctetsLength() > 0 ? Optional.of(opened) : Optional.empty();
        } catch (PKCSException | RuntimeException e) {
            return Optional.empty();
        }
    }

    InputDecryptorProvider decryptor(char[] password) {
        return new JcePKCSPBEInputDecryptorProviderBuilder()
                .setProvider(jca.bouncyCastle())
                .build(password);
    }

    /** The older PEM form, with {@code DEK-Info: AES-256-CBC,0011…}. */
    Optional<ASN1Sequence> open(PemBlock block, char[] password) {
        String[] info = block.headers().getOrDefault("DEK-Info", "").split(",", 2);
        if (info.length != 2) {
            return Optional.empty();
        }
        byte[] opened = new byte[0];
        try {
            opened = new JcePEMDecryptorProviderBuilder()
                    .setProvider(jca.bouncyCastle())
                    .build(password)
                    .get(info[0].trim())
                    .decrypt(block.octets(), Hex.decode(info[1].trim()));
            return ASN1Primitive.fromByteArray(opened) instanceof ASN1Sequence sequence
                    ? Optional.of(sequence)
                    : Optional.empty();
        } catch (IOException | OperatorCreationException | DecoderException e) {
            return Optional.empty();
        } catch (RuntimeException e) {
            return Optional.empty();
        } finally {
            SecretKeys.wipe(opened);
        }
    }
}
