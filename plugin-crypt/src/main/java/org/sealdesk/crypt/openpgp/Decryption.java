package org.sealdesk.crypt.openpgp;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.bcpg.S2K;
import org.bouncycastle.bcpg.SymmetricKeyEncSessionPacket;
import org.sealdesk.crypt.engine.OpenContext;
import org.sealdesk.crypt.octets.Octets;
import org.sealdesk.crypt.octets.SpillBuffer;
import org.sealdesk.crypt.verdict.DecryptionOutcome;
import org.sealdesk.crypt.verdict.DecryptionOutcome.Integrity;
import org.sealdesk.crypt.verdict.DecryptionOutcome.Reason;

/**
 * Opens the encryption of a message: session key packets, then one container, then nothing. The plaintext is handed
 * over after its integrity is proved; whatever goes wrong while decrypting looks the same.
 */
final class Decryption {

    private static final String DAMAGED = "the message was altered or cut off, or is encrypted with another key";

    private final OpenContext context;
    private final CertificateCache cache;
    private final SecretKeys secretKeys;
    private final SecureRandom random;
    private final long expectedOctets;
    private final List<Recipient> recipients = new ArrayList<>();
    private final List<S2K> passwords = new ArrayList<>();

    /** @param expectedOctets about how many the plaintext has */
    Decryption(
            OpenContext context,
            CertificateCache cache,
            SecretKeys secretKeys,
            SecureRandom random,
            long expectedOctets) {
        this.context = context;
        this.expectedOctets = expectedOctets;
        this.cache = cache;
        this.secretKeys = secretKeys;
        this.random = random;
    }

    /** What came of it. */
    sealed interface Answer {

        /**
         * @param packets the decrypted packets; the caller discards them
         * @param certificate fingerprint of the certificate whose secret key opened it
         */
        record Done(DecryptionOutcome.Decrypted outcome, SpillBuffer packets, Octets certificate) implements Answer {}

        record Failed(DecryptionOutcome.Failed outcome) implements Answer {}
    }

    Answer decrypt(PacketReader packets, Packet first) throws IOException {
        Packet packet = first;
        int seen = 0;
        while (packet.tag() == PacketTag.PKESK || packet.tag() == PacketTag.SKESK) {
            if (++seen > context.limits().recipients()) {
                return failed(
                        Reason.REFUSED,
                        List.of(),
                        "RECIPIENTS: more than " + context.limits().recipients() + " recipients");
            }
            remember(packet);
            packet = packets.nextMeaningful()
                    .orElseThrow(() -> Malformation.grammar("session keys without encrypted data"));
        }
        return switch (packet.tag()) {
            case PacketTag.SED ->
                failed(Reason.REFUSED, List.of(), "encrypted data without integrity protection (packet type 9)");
            case PacketTag.SEIPD, PacketTag.AEAD_ENCRYPTED -> container(packets, packet);
            default -> throw Malformation.grammar("packet of type " + packet.tag() + " where encrypted data should be");
        };
    }

    /** A session key packet of an unknown version or algorithm is for somebody else. */
    private void remember(Packet packet) throws IOException {
        byte[] body = packet.readSmall();
        if (packet.tag() == PacketTag.PKESK) {
            BcPackets.publicKeyEncrypted(body).map(Recipient::new).ifPresent(recipients::add);
        } else {
            BcPackets.passwordEncrypted(body)
                    .map(SymmetricKeyEncSessionPacket::getS2K)
                    .ifPresent(passwords::add);
        }
    }

    private Answer container(PacketReader packets, Packet packet) throws IOException {
        int version = packet.body().read();
        boolean version2 = packet.tag() == PacketTag.SEIPD && version == 2;
        boolean known = version == 1 || version2;
        if (!known) {
            return failed(Reason.UNSUPPORTED, List.of(), "encrypted data of version " + version);
        }
        Optional<AeadContainer.Header> header = version2 || packet.tag() == PacketTag.AEAD_ENCRYPTED
                ? Optional.of(AeadContainer.Header.read(packet.tag(), packet.body()))
                : Optional.empty();
        if (header.isPresent() && !header.get().isSupported()) {
            return failed(Reason.UNSUPPORTED, List.of(), "cipher or mode of the encrypted data is not supported");
        }
        // RFC 9580, section 5.1: a session key must not be carried into the other kind of container.
        List<Recipient> fitting =
                recipients.stream().filter(r -> r.isVersion6() == version2).toList();
        if (fitting.isEmpty()) {
            return withoutPublicKey(version2);
        }
        SessionKeyFinder.Answer answer = new SessionKeyFinder(context, cache, secretKeys, random).find(fitting);
        if (answer instanceof SessionKeyFinder.Answer.Missing missing) {
            return failed(Reason.KEY_MISSING, missing.names(), "no secret key for any recipient is here");
        }
        if (answer instanceof SessionKeyFinder.Answer.Locked locked) {
            Reason reason = context.secrets().isLocked() ? Reason.STORE_LOCKED : Reason.KEY_LOCKED;
            return failed(reason, locked.names(), locked.why());
        }
        SessionKeyFinder.Answer.Found found = (SessionKeyFinder.Answer.Found) answer;
        try (SessionKey key = found.key()) {
            Answer opened = open(packet, header, key, found.certificate());
            if (opened instanceof Answer.Done done) {
                requireEnd(packets, done);
            }
            return opened;
        }
    }

    private static void requireEnd(PacketReader packets, Answer.Done done) throws IOException {
        try {
            PayloadReader.requireEnd(packets);
        } catch (IOException e) {
            done.packets().discard();
            throw e;
        }
    }

    private Answer withoutPublicKey(boolean version2) throws Malformation {
        for (S2K s2k : passwords) {
            Optional<String> costly =
                    SecretKeyLock.tooCostly(s2k, context.limits().argon2MailKibibytes());
            if (costly.isPresent()) {
                return failed(Reason.REFUSED, List.of(), "KDF-COST: " + costly.get());
            }
        }
        if (!passwords.isEmpty()) {
            return failed(
                    Reason.UNSUPPORTED,
                    List.of(),
                    "encrypted with a password and to no key; ask for a password-"
                            + "free mail encrypted to this desk's key");
        }
        if (!recipients.isEmpty()) {
            throw Malformation.grammar("session keys of version " + (version2 ? 3 : 6)
                    + " before encrypted data of version " + (version2 ? 2 : 1));
        }
        return failed(Reason.KEY_MISSING, List.of(), "the message names no recipient");
    }

    private Answer open(Packet packet, Optional<AeadContainer.Header> header, SessionKey key, Octets certificate)
            throws IOException {
        int cipher = header.map(h -> h.cipher).orElse(key.cipher());
        Optional<String> name = Algorithms.cipher(cipher).filter(context.policy()::acceptsReading);
        boolean sameCipher = key.cipher() == SessionKey.CIPHER_IN_CONTAINER || key.cipher() == cipher;
        SpillBuffer plain = context.spill().newBuffer(context.limits().inflatedOctets(), expectedOctets);
        boolean done = false;
        try {
            if (name.isEmpty() || !sameCipher) {
                return failed(Reason.DAMAGED, List.of(), DAMAGED);
            }
            if (header.isPresent()) {
                AeadContainer.of(header.get(), key.key()).decrypt(packet.body(), plain);
            } else {
                CfbContainer.decrypt(
                        packet.body(), BlockEncryption.of(cipher, key.key()).orElseThrow(), plain);
            }
            plain.close();
            done = true;
            String algorithm =
                    name.get() + (header.isPresent() ? " " + AeadMode.name(header.get().mode) : " CFB with MDC");
            return new Answer.Done(
                    new DecryptionOutcome.Decrypted(Integrity.PROTECTED, algorithm, certificate.hex(), names()),
                    plain,
                    certificate);
        } catch (SpillBuffer.TooManyOctets e) {
            return failed(Reason.REFUSED, List.of(), "content has " + e.getMessage());
        } catch (Malformation | GeneralSecurityException e) {
            return failed(Reason.DAMAGED, List.of(), DAMAGED);
        } finally {
            if (!done) {
                plain.discard();
            }
        }
    }

    private List<String> names() {
        return recipients.stream().map(Recipient::name).toList();
    }

    private Answer failed(Reason reason, List<String> missing, String detail) {
        return new Answer.Failed(new DecryptionOutcome.Failed(reason, names(), missing, detail));
    }
}
