package org.sealdesk.crypt.openpgp;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.bouncycastle.asn1.cryptlib.CryptlibObjectIdentifiers;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.bcpg.ECDHPublicBCPGKey;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.bcpg.MPInteger;
import org.bouncycastle.bcpg.SymmetricKeyAlgorithmTags;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.engines.RFC3394WrapEngine;
import org.bouncycastle.crypto.generators.ECKeyPairGenerator;
import org.bouncycastle.crypto.params.ECKeyGenerationParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.operator.PGPPad;
import org.bouncycastle.openpgp.operator.RFC6637Utils;
import org.bouncycastle.openpgp.operator.bc.BcKeyFingerprintCalculator;
import org.bouncycastle.openpgp.operator.bc.BcPublicKeyKeyEncryptionMethodGenerator;

/**
 * Encrypts the session key to one key. ECDH on a NIST or Brainpool curve is done here (RFC 9580, section 11.4), because
 * the point of a recipient is worth keeping; everything else is Bouncy Castle's.
 */
final class SessionKeyWriter extends BcPublicKeyKeyEncryptionMethodGenerator {

    /** With ECDH the algorithm is inside what is encrypted, if anywhere. */
    private static final byte NO_ALGORITHM = 0;

    private static final Map<Integer, String> DIGESTS = Map.of(
            HashAlgorithmTags.SHA256, "SHA-256",
            HashAlgorithmTags.SHA384, "SHA-384",
            HashAlgorithmTags.SHA512, "SHA-512");

    private static final Map<Integer, Integer> AES_KEY_OCTETS = Map.of(
            SymmetricKeyAlgorithmTags.AES_128, 16,
            SymmetricKeyAlgorithmTags.AES_192, 24,
            SymmetricKeyAlgorithmTags.AES_256, 32);

    private final CurveKey recipient;
    private final SecureRandom random;

    SessionKeyWriter(EvaluatedKey key, SecureRandom random) {
        super(key.key());
        setSecureRandom(random);
        this.recipient = key.curveKey();
        this.random = random;
    }

    @Override
    protected byte[] encryptSessionInfo(PGPPublicKey key, byte[] sessionKey, byte algorithm, boolean version3)
            throws PGPException {
        Optional<ECDHPublicBCPGKey> ecdh = ownEcdh(key);
        return ecdh.isPresent()
                ? agreed(key, ecdh.get(), createSessionInfo(version3 ? algorithm : 0, sessionKey))
                : super.encryptSessionInfo(key, sessionKey, algorithm, version3);
    }

    private static Optional<ECDHPublicBCPGKey> ownEcdh(PGPPublicKey key) {
        return key.getPublicKeyPacket().getKey() instanceof ECDHPublicBCPGKey ecdh
                        && !ecdh.getCurveOID().equals(EdECObjectIdentifiers.id_X25519)
                        && !ecdh.getCurveOID().equals(EdECObjectIdentifiers.id_X448)
                        && !ecdh.getCurveOID().equals(CryptlibObjectIdentifiers.curvey25519)
                        && DIGESTS.containsKey((int) ecdh.getHashAlgorithm())
                        && AES_KEY_OCTETS.containsKey((int) ecdh.getSymmetricKeyAlgorithm())
                ? Optional.of(ecdh)
                : Optional.empty();
    }

    private byte[] agreed(PGPPublicKey key, ECDHPublicBCPGKey ecdh, byte[] sessionInfo) throws PGPException {
        try {
            ECKeyPairGenerator generator = new ECKeyPairGenerator();
            generator.init(new ECKeyGenerationParameters(recipient.parameters().getParameters(), random));
            AsymmetricCipherKeyPair pair = generator.generateKeyPair();
            byte[] secret = recipient.agree((ECPrivateKeyParameters) pair.getPrivate());
            byte[] wrapped = wrapped(kek(secret, ecdh, key), PGPPad.padSessionData(sessionInfo, sessionKeyObfuscation));
            byte[] point = ((ECPublicKeyParameters) pair.getPublic()).getQ().getEncoded(false);
            byte[] ours = new MPInteger(new BigInteger(1, point)).getEncoded();
            return getSessionInfo(ours, NO_ALGORITHM, wrapped);
        } catch (IOException | GeneralSecurityException e) {
            throw new PGPException("cannot encrypt to key " + Long.toHexString(key.getKeyID()), e);
        }
    }

    private static byte[] kek(byte[] secret, ECDHPublicBCPGKey ecdh, PGPPublicKey key)
            throws GeneralSecurityException, IOException, PGPException {
        MessageDigest digest = MessageDigest.getInstance(DIGESTS.get((int) ecdh.getHashAlgorithm()));
        digest.update(new byte[] {0, 0, 0, 1});
        digest.update(secret);
        digest.update(
                RFC6637Utils.createUserKeyingMaterial(key.getPublicKeyPacket(), new BcKeyFingerprintCalculator()));
        return Arrays.copyOf(
                digest.digest(), Objects.requireNonNull(AES_KEY_OCTETS.get((int) ecdh.getSymmetricKeyAlgorithm())));
    }

    private static byte[] wrapped(byte[] kek, byte[] padded) {
        RFC3394WrapEngine engine = new RFC3394WrapEngine(AESEngine.newInstance());
        engine.init(true, new KeyParameter(kek));
        return engine.wrap(padded, 0, padded.length);
    }
}
