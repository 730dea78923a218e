package org.sealdesk.crypt.openpgp;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.crypto.Cipher;
import org.bouncycastle.bcpg.PublicKeyEncSessionPacket;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPKeyPair;
import org.bouncycastle.openpgp.operator.bc.BcPublicKeyDataDecryptorFactory;
import org.sealdesk.crypt.engine.OpenContext;
import org.sealdesk.crypt.key.Certificate;
import org.sealdesk.crypt.key.StoredCertificate;
import org.sealdesk.crypt.octets.Octets;
import org.sealdesk.crypt.verdict.Technology;

/**
 * Finds the secret key that a ciphertext names and gets the session key with it. Which mail address the mail went to
 * plays no part; expired and revoked keys open what was once written to them.
 */
final class SessionKeyFinder {

    /** Certificates with secret keys looked through for a recipient without a name. */
    private static final int MAX_OWN = 100;

    private final OpenContext context;
    private final CertificateCache cache;
    private final SecretKeys secretKeys;
    private final SecureRandom random;
    private final Set<String> locked = new LinkedHashSet<>();
    private final List<String> lockedWhy = new ArrayList<>();
    private int hiddenTries;

    SessionKeyFinder(OpenContext context, CertificateCache cache, SecretKeys secretKeys, SecureRandom random) {
        this.context = context;
        this.cache = cache;
        this.secretKeys = secretKeys;
        this.random = random;
    }

    /** What was found. */
    sealed interface Answer {

        /** @param certificate fingerprint of the certificate whose secret key gave it; the caller closes the key */
        record Found(SessionKey key, Octets certificate) implements Answer {}

        /** @param why for administrators */
        record Locked(List<String> names, String why) implements Answer {}

        record Missing(List<String> names) implements Answer {}
    }

    Answer find(List<Recipient> recipients) throws IOException {
        Optional<Octets> fitsNot = Optional.empty();
        for (Recipient recipient : recipients) {
            for (Own own : own(recipient)) {
                Optional<SessionKey> key = open(recipient, own);
                if (key.isPresent()) {
                    return new Answer.Found(
                            key.get(), own.certificate.fingerprint().value());
                }
                if (own.tried && !recipient.isHidden()) {
                    fitsNot = Optional.of(own.certificate.fingerprint().value());
                }
            }
        }
        if (fitsNot.isPresent()) {
            return new Answer.Found(SessionKey.random(random), fitsNot.get());
        }
        if (!locked.isEmpty()) {
            return new Answer.Locked(List.copyOf(locked), String.join("; ", lockedWhy));
        }
        return new Answer.Missing(recipients.stream()
                .filter(r -> !r.isHidden())
                .map(r -> "pgp:" + r.name())
                .distinct()
                .toList());
    }

    /** Own keys that the recipient may mean. */
    private List<Own> own(Recipient recipient) {
        List<StoredCertificate> stored = recipient.isHidden()
                ? context.certificates().own(Technology.OPENPGP, MAX_OWN)
                : recipient.fingerprint().isPresent()
                        ? context.certificates()
                                .byAnyFingerprint(recipient.fingerprint().get())
                        : context.certificates().byKeyId(recipient.keyId());
        List<Own> own = new ArrayList<>();
        for (StoredCertificate s : stored) {
            if (!s.hasSecret() || s.certificate().technology() != Technology.OPENPGP) {
                continue;
            }
            cache.find(s.certificate().encoded(), context.policy())
                    .ifPresent(e -> e.keys().stream()
                            .filter(k -> recipient.mayBe(k))
                            .forEach(k -> own.add(new Own(s.certificate(), k))));
        }
        return own;
    }

    private Optional<SessionKey> open(Recipient recipient, Own own) throws IOException {
        if (recipient.isHidden() && hiddenTries >= context.limits().hiddenRecipientTries()) {
            return Optional.empty();
        }
        if (!context.policy()
                .acceptsWork(own.key.kind().family(), own.key.kind().bits())) {
            note(recipient, "key " + own.key.fingerprint().hex() + " is too large to be used");
            return Optional.empty();
        }
        SecretKeys.Answer answer = secretKeys.find(own.certificate.secretKeyId(), own.key, context.secrets());
        if (answer instanceof SecretKeys.Answer.Locked l) {
            note(recipient, l.why());
            return Optional.empty();
        }
        if (!(answer instanceof SecretKeys.Answer.Open open)) {
            return Optional.empty();
        }
        own.tried = true;
        hiddenTries += recipient.isHidden() ? 1 : 0;
        return decrypt(recipient.packet(), new PGPKeyPair(own.key.key(), open.key()));
    }

    private void note(Recipient recipient, String why) {
        locked.add("pgp:" + recipient.name());
        if (!lockedWhy.contains(why)) {
            lockedWhy.add(why);
        }
    }

    /** Empty if the key does not fit or the octets make no session key; nobody learns which. */
    private static Optional<SessionKey> decrypt(PublicKeyEncSessionPacket packet, PGPKeyPair key) {
        byte[] data = new byte[0];
        try {
            data = isRsa(packet.getAlgorithm()) ? rsa(packet, key) : curve(packet, key);
            boolean version6 = packet.getVersion() == PublicKeyEncSessionPacket.VERSION_6;
            return switch (packet.getAlgorithm()) {
                case KeyAlgorithm.X25519 -> bare(packet, data, version6, 32);
                case KeyAlgorithm.X448 -> bare(packet, data, version6, 56);
                default ->
                    SessionKey.read(
                            data, version6 ? SessionKey.CIPHER_IN_CONTAINER : null, SessionKey.Checksum.PRESENT);
            };
        } catch (PGPException | GeneralSecurityException | RuntimeException e) {
            return Optional.empty();
        } finally {
            Arrays.fill(data, (byte) 0);
        }
    }

    /** RFC 9580, sections 5.1.6 and 5.1.7: in version 3 the cipher stands in the clear behind the ephemeral key. */
    private static Optional<SessionKey> bare(
            PublicKeyEncSessionPacket packet, byte[] data, boolean version6, int ephemeralOctets) {
        int cipher = version6 ? SessionKey.CIPHER_IN_CONTAINER : packet.getEncSessionKey()[0][ephemeralOctets + 1];
        return SessionKey.read(data, cipher, SessionKey.Checksum.ABSENT);
    }

    private static boolean isRsa(int algorithm) {
        return algorithm == KeyAlgorithm.RSA || algorithm == KeyAlgorithm.RSA_ENCRYPT_ONLY;
    }

    private static byte[] rsa(PublicKeyEncSessionPacket packet, PGPKeyPair key)
            throws PGPException, GeneralSecurityException {
        PrivateKey rsa = RsaKeys.privateKey(key.getPrivateKey());
        Cipher cipher = Cipher.getInstance("RSA/ECB/PKCS1Padding");
        cipher.init(Cipher.DECRYPT_MODE, rsa);
        byte[] number = packet.getEncSessionKey()[0];
        // Two octets of length, then the number without its leading zeros.
        byte[] full = new byte[cipher.getOutputSize(0)];
        int octets = number.length - 2;
        if (octets > full.length) {
            throw new GeneralSecurityException("number is too long");
        }
        System.arraycopy(number, 2, full, full.length - octets, octets);
        return cipher.doFinal(full);
    }

    private static byte[] curve(PublicKeyEncSessionPacket packet, PGPKeyPair key) throws PGPException {
        return new BcPublicKeyDataDecryptorFactory(key)
                .recoverSessionData(packet.getAlgorithm(), packet.getEncSessionKey(), packet.getVersion());
    }

    private static final class Own {
        private final Certificate certificate;
        private final EvaluatedKey key;
        private boolean tried;

        Own(Certificate certificate, EvaluatedKey key) {
            this.certificate = certificate;
            this.key = key;
        }
    }
}
