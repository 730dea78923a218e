package org.sealdesk.crypt.openpgp;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.bcpg.SymmetricKeyAlgorithmTags;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPPrivateKey;
import org.bouncycastle.openpgp.PGPSecretKey;
import org.bouncycastle.openpgp.operator.PBESecretKeyEncryptor;
import org.bouncycastle.openpgp.operator.PGPDigestCalculator;
import org.bouncycastle.openpgp.operator.bc.BcPBESecretKeyEncryptorBuilder;
import org.bouncycastle.openpgp.operator.bc.BcPGPDigestCalculatorProvider;
import org.sealdesk.crypt.engine.EngineRefusal;
import org.sealdesk.crypt.engine.SecretExporter;
import org.sealdesk.crypt.key.Certificate;
import org.sealdesk.crypt.key.Fingerprint;
import org.sealdesk.crypt.key.Passphrase;
import org.sealdesk.crypt.key.SecretKeyRecord;
import org.sealdesk.crypt.octets.Octets;

/**
 * Locks each part of a secret key with AES-256 under a salted, iterated SHA-256 (RFC 9580, section 3.7.1.3), which every
 * OpenPGP program reads; Argon2 would be stronger and GnuPG 2.2 does not know it.
 */
public final class OpenPgpSecretExporter implements SecretExporter {

    /** 65,011,712 octets are hashed for each try, the most that this form can ask for. */
    private static final int S2K_COUNT = 0xff;

    private final SecureRandom random;

    public OpenPgpSecretExporter(SecureRandom random) {
        this.random = random;
    }

    @Override
    public Octets export(SecretKeyRecord secret, Certificate certificate, Passphrase passphrase) throws EngineRefusal {
        SecretExporter.requireLong(passphrase);
        try {
            KeyBlock ours = KeyBlock.parse(secret.encoded());
            Map<Fingerprint, KeyBlock.Component> relocked = new LinkedHashMap<>();
            for (KeyBlock.Component component : ours.components()) {
                Optional<SecretKeyLock> lock = component.isSecret() ? SecretKeys.lock(component) : Optional.empty();
                if (lock.isPresent()) {
                    relocked.put(
                            CertificateEvaluator.fingerprint(lock.get().publicKey()),
                            relock(component, lock.get(), secret, certificate, passphrase));
                }
            }
            KeyBlock half = KeyBlock.parse(certificate.encoded().toArray());
            return armoured(SecretKeyImport.withSecrets(half, relocked).encode());
        } catch (IOException | PGPException e) {
            throw new EngineRefusal(
                    "key.mismatch",
                    "secret key " + certificate.fingerprint() + " cannot be written: " + e.getMessage(),
                    e);
        }
    }

    private KeyBlock.Component relock(
            KeyBlock.Component component,
            SecretKeyLock lock,
            SecretKeyRecord secret,
            Certificate certificate,
            Passphrase passphrase)
            throws EngineRefusal, IOException, PGPException {
        if (!lock.holdsSecret()) {
            return component;
        }
        PGPPrivateKey open = open(lock, secret)
                .orElseThrow(() -> new EngineRefusal(
                        "key.locked",
                        "key " + CertificateEvaluator.fingerprint(lock.publicKey()) + " of " + certificate.fingerprint()
                                + " is locked with a passphrase that is not kept here; enter it on the page of the key,"
                                + " then export again"));
        char[] chars = passphrase.toChars();
        try {
            PGPDigestCalculator checksum = new BcPGPDigestCalculatorProvider().get(HashAlgorithmTags.SHA1);
            PBESecretKeyEncryptor encryptor = new BcPBESecretKeyEncryptorBuilder(
                            SymmetricKeyAlgorithmTags.AES_256,
                            new BcPGPDigestCalculatorProvider().get(HashAlgorithmTags.SHA256),
                            S2K_COUNT)
                    .setSecureRandom(random)
                    .build(chars);
            PGPSecretKey locked = new PGPSecretKey(open, lock.publicKey(), checksum, !component.isSubkey(), encryptor);
            return new KeyBlock.Component(component.tag, body(locked), component.signatures);
        } finally {
            Arrays.fill(chars, '\0');
        }
    }

    private static Optional<PGPPrivateKey> open(SecretKeyLock lock, SecretKeyRecord secret) {
        try (Passphrase empty = Passphrase.of(new char[0])) {
            return lock.open(secret.passphrase().orElse(empty))
                    .or(() -> lock.open(empty))
                    .filter(key -> PrivateKeys.belongTogether(key, lock.publicKey()));
        }
    }

    /** The first packet; what follows it are signatures, and we have those of the certificate. */
    private static byte[] body(PGPSecretKey key) throws IOException {
        return new PacketReader(new ByteArrayInputStream(key.getEncoded()))
                .nextMeaningful()
                .orElseThrow(() -> Malformation.grammar("no packet"))
                .readSmall();
    }

    private static Octets armoured(byte[] binary) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ArmourWriter armour = new ArmourWriter("PRIVATE KEY BLOCK", binary.length, out)) {
            armour.write(binary);
        }
        return Octets.of(out.toByteArray());
    }
}
