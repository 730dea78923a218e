package org.sealdesk.crypt.openpgp;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import org.sealdesk.crypt.engine.OpenContext;
import org.sealdesk.crypt.engine.Unwrapped;
import org.sealdesk.crypt.octets.Content;
import org.sealdesk.crypt.octets.Octets;
import org.sealdesk.crypt.verdict.DecryptionOutcome;
import org.sealdesk.crypt.verdict.SignatureOutcome;

/** Opens one OpenPGP message: armour or binary, clear-signed, signed, encrypted, or key material. */
final class MessageReader {

    private static final int BUFFER_OCTETS = 16 * 1024;
    private static final int HEAD_OCTETS = 4096;

    private final OpenContext context;
    private final CertificateCache cache;
    private final SecretKeys secretKeys;
    private final SecureRandom random;

    MessageReader(OpenContext context, CertificateCache cache, SecretKeys secretKeys, SecureRandom random) {
        this.context = context;
        this.cache = cache;
        this.secretKeys = secretKeys;
        this.random = random;
    }

    Unwrapped read(Content wrapped) throws IOException {
        try {
            return readAny(wrapped);
        } catch (Malformation e) {
            return new Unwrapped.Malformed(e.code(), e.detail());
        }
    }

    private Unwrapped readAny(Content wrapped) throws IOException {
        byte[] head = head(wrapped);
        Optional<String> label = ArmourReader.labelOf(head);
        if (label.isPresent()) {
            return switch (label.get()) {
                case ClearTextReader.LABEL ->
                    signed(new ClearTextReader(context.limits(), context.spill()).read(wrapped));
                case "PUBLIC KEY BLOCK", "PRIVATE KEY BLOCK" -> new Unwrapped.Certificates(wrapped);
                default -> armoured(wrapped);
            };
        }
        if (head.length == 0 || (head[0] & 0x80) == 0) {
            throw Malformation.grammar("neither armour nor packets");
        }
        try (InputStream in = buffered(wrapped)) {
            return packets(in, wrapped);
        }
    }

    private Unwrapped armoured(Content wrapped) throws IOException {
        try (InputStream in = ArmourReader.open(wrapped)) {
            return packets(in, wrapped);
        }
    }

    private static InputStream buffered(Content content) throws IOException {
        return new BufferedInputStream(content.open(), content.bufferOctets(BUFFER_OCTETS));
    }

    static byte[] head(Content content) throws IOException {
        try (InputStream in = content.open()) {
            return in.readNBytes(HEAD_OCTETS);
        }
    }

    private Unwrapped packets(InputStream in, Content wrapped) throws IOException {
        PacketReader packets = new PacketReader(in);
        Packet first = packets.nextMeaningful().orElseThrow(() -> Malformation.grammar("no packet"));
        return switch (first.tag()) {
            case PacketTag.PKESK, PacketTag.SKESK, PacketTag.SED, PacketTag.SEIPD, PacketTag.AEAD_ENCRYPTED ->
                encrypted(packets, first, wrapped.size());
            case PacketTag.PUBLIC_KEY, PacketTag.SECRET_KEY -> new Unwrapped.Certificates(wrapped);
            default ->
                signed(new PayloadReader(context.limits(), context.spill(), wrapped.size()).read(packets, first));
        };
    }

    /** Without any signature it is packaging that proves nothing. */
    private Unwrapped signed(Payload payload) throws IOException {
        return payload.signatures().isEmpty()
                ? new Unwrapped.Compressed(payload.content())
                : new Unwrapped.Signed(judge(payload, Optional.empty()), payload.content());
    }

    private List<SignatureOutcome> judge(Payload payload, Optional<Octets> decryptedBy) throws IOException {
        return new SignatureJudge(context, cache, decryptedBy)
                .judge(payload.signatures(), payload.content(), payload.types());
    }

    private Unwrapped encrypted(PacketReader packets, Packet first, long octets) throws IOException {
        Decryption.Answer answer = new Decryption(context, cache, secretKeys, random, octets).decrypt(packets, first);
        if (answer instanceof Decryption.Answer.Failed failed) {
            return new Unwrapped.NotDecrypted(failed.outcome());
        }
        Decryption.Answer.Done done = (Decryption.Answer.Done) answer;
        try (InputStream in = buffered(done.packets().content())) {
            PacketReader inner = new PacketReader(in);
            Packet innerFirst =
                    inner.nextMeaningful().orElseThrow(() -> Malformation.grammar("the encryption is empty"));
            Payload payload = new PayloadReader(context.limits(), context.spill(), octets).read(inner, innerFirst);
            List<SignatureOutcome> outcomes =
                    payload.signatures().isEmpty() ? List.of() : judge(payload, Optional.of(done.certificate()));
            return new Unwrapped.Decrypted(
                    done.outcome(), outcomes, !payload.signatures().isEmpty(), payload.content());
        } catch (Malformation e) {
            if (e.code().equals(Malformation.INFLATE_LIMIT)) {
                return new Unwrapped.NotDecrypted(new DecryptionOutcome.Failed(
                        DecryptionOutcome.Reason.REFUSED,
                        done.outcome().recipients(),
                        List.of(),
                        e.code() + ": " + e.detail()));
            }
            throw e;
        } finally {
            done.packets().discard();
        }
    }
}
