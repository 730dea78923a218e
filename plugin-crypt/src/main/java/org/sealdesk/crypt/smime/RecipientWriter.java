package org.sealdesk.crypt.smime;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.spec.MGF1ParameterSpec;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.cms.IssuerAndSerialNumber;
import org.bouncycastle.asn1.cms.KeyAgreeRecipientIdentifier;
import org.bouncycastle.asn1.cms.KeyAgreeRecipientInfo;
import org.bouncycastle.asn1.cms.KeyTransRecipientInfo;
import org.bouncycastle.asn1.cms.OriginatorIdentifierOrKey;
import org.bouncycastle.asn1.cms.OriginatorPublicKey;
import org.bouncycastle.asn1.cms.RecipientEncryptedKey;
import org.bouncycastle.asn1.cms.RecipientIdentifier;
import org.bouncycastle.asn1.cms.RecipientInfo;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAESOAEPparams;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.generators.ECKeyPairGenerator;
import org.bouncycastle.crypto.params.ECKeyGenerationParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.params.X25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.X25519PublicKeyParameters;
import org.bouncycastle.crypto.params.X448PrivateKeyParameters;
import org.bouncycastle.crypto.params.X448PublicKeyParameters;

/** Encrypts a content key to one certificate, always named by issuer and serial number: every reader knows that. */
final class RecipientWriter {

    private static final int P_256_BITS = 256;
    private static final int P_384_BITS = 384;

    private final SecureRandom random;
    private final SmimeOptions.KeyTransport transport;

    RecipientWriter(SecureRandom random, SmimeOptions.KeyTransport transport) {
        this.random = random;
        this.transport = transport;
    }

    RecipientInfo recipient(ParsedCertificate to, byte[] contentKey) throws GeneralSecurityException, IOException {
        IssuerAndSerialNumber name =
                new IssuerAndSerialNumber(to.asn1().getIssuer(), to.x509().serial());
        return switch (to.kind().family()) {
            case "RSA" -> transported(to, name, contentKey);
            case "EC" -> agreed(ephemeralPoint(to), curveScheme(to.kind().bits()), name, contentKey);
            case "X25519" -> agreed(ephemeralX25519(to), KeyAgreement.X25519_HKDF_SHA256, name, contentKey);
            case "X448" -> agreed(ephemeralX448(to), KeyAgreement.HKDF_SHA512, name, contentKey);
            default ->
                throw new GeneralSecurityException(
                        "nothing can be encrypted to a key of kind " + to.kind().label());
        };
    }

    private RecipientInfo transported(ParsedCertificate to, IssuerAndSerialNumber name, byte[] contentKey)
            throws GeneralSecurityException {
        Cipher rsa;
        AlgorithmIdentifier algorithm;
        if (transport == SmimeOptions.KeyTransport.OAEP) {
            rsa = Cipher.getInstance("RSA/ECB/OAEPPadding");
            rsa.init(
                    Cipher.ENCRYPT_MODE,
                    to.publicKey(),
                    new OAEPParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, PSource.PSpecified.DEFAULT),
                    random);
            algorithm = oaep();
        } else {
            rsa = Cipher.getInstance("RSA/ECB/PKCS1Padding");
            rsa.init(Cipher.ENCRYPT_MODE, to.publicKey(), random);
            algorithm = Algorithms.withNull(PKCSObjectIdentifiers.rsaEncryption);
        }
        return new RecipientInfo(new KeyTransRecipientInfo(
                new RecipientIdentifier(name), algorithm, new DEROctetString(rsa.doFinal(contentKey))));
    }

    private static AlgorithmIdentifier oaep() {
        AlgorithmIdentifier digest = Algorithms.withNull(NISTObjectIdentifiers.id_sha256);
        return new AlgorithmIdentifier(
                PKCSObjectIdentifiers.id_RSAES_OAEP,
                new RSAESOAEPparams(
                        digest,
                        new AlgorithmIdentifier(PKCSObjectIdentifiers.id_mgf1, digest),
                        RSAESOAEPparams.DEFAULT_P_SOURCE_ALGORITHM));
    }

    /** A secret agreed on with a key made for this one message, and the public half of that key. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Ephemeral(AlgorithmIdentifier algorithm, byte[] publicKey, byte[] secret) {
        @Override
        public String toString() {
            return "Ephemeral";
        }
    }

    private Ephemeral ephemeralPoint(ParsedCertificate to) throws GeneralSecurityException {
        if (!(to.keyParameters() instanceof ECPublicKeyParameters theirs)) {
            throw new GeneralSecurityException("not a key on a curve");
        }
        ECKeyPairGenerator generator = new ECKeyPairGenerator();
        generator.init(new ECKeyGenerationParameters(theirs.getParameters(), random));
        AsymmetricCipherKeyPair pair = generator.generateKeyPair();
        byte[] secret = SharedSecret.agree((ECPrivateKeyParameters) pair.getPrivate(), theirs);
        byte[] ours = ((ECPublicKeyParameters) pair.getPublic()).getQ().getEncoded(false);
        return new Ephemeral(Algorithms.bare(X9ObjectIdentifiers.id_ecPublicKey), ours, secret);
    }

    private Ephemeral ephemeralX25519(ParsedCertificate to) throws GeneralSecurityException {
        if (!(to.keyParameters() instanceof X25519PublicKeyParameters theirs)) {
            throw new GeneralSecurityException("not an X25519 key");
        }
        X25519PrivateKeyParameters ours = new X25519PrivateKeyParameters(random);
        byte[] secret = SharedSecret.agree(ours, theirs.getEncoded());
        return new Ephemeral(
                Algorithms.bare(EdECObjectIdentifiers.id_X25519),
                ours.generatePublicKey().getEncoded(),
                secret);
    }

    private Ephemeral ephemeralX448(ParsedCertificate to) throws GeneralSecurityException {
        if (!(to.keyParameters() instanceof X448PublicKeyParameters theirs)) {
            throw new GeneralSecurityException("not an X448 key");
        }
        X448PrivateKeyParameters ours = new X448PrivateKeyParameters(random);
        byte[] secret = SharedSecret.agree(ours, theirs.getEncoded());
        return new Ephemeral(
                Algorithms.bare(EdECObjectIdentifiers.id_X448),
                ours.generatePublicKey().getEncoded(),
                secret);
    }

    private static ASN1ObjectIdentifier curveScheme(int bits) {
        if (bits <= P_256_BITS) {
            return SECObjectIdentifiers.dhSinglePass_stdDH_sha256kdf_scheme;
        }
        return bits <= P_384_BITS
                ? SECObjectIdentifiers.dhSinglePass_stdDH_sha384kdf_scheme
                : SECObjectIdentifiers.dhSinglePass_stdDH_sha512kdf_scheme;
    }

    private static RecipientInfo agreed(
            Ephemeral ephemeral, ASN1ObjectIdentifier scheme, IssuerAndSerialNumber name, byte[] contentKey)
            throws GeneralSecurityException {
        AlgorithmIdentifier algorithm =
                new AlgorithmIdentifier(scheme, Algorithms.bare(NISTObjectIdentifiers.id_aes256_wrap));
        try {
            byte[] wrapped = KeyAgreement.of(algorithm).wrap(ephemeral.secret(), null, contentKey);
            return new RecipientInfo(new KeyAgreeRecipientInfo(
                    new OriginatorIdentifierOrKey(
                            new OriginatorPublicKey(ephemeral.algorithm(), ephemeral.publicKey())),
                    null,
                    algorithm,
                    new DERSequence(new RecipientEncryptedKey(
                            new KeyAgreeRecipientIdentifier(name), new DEROctetString(wrapped)))));
        } finally {
            Arrays.fill(ephemeral.secret(), (byte) 0);
        }
    }
}
