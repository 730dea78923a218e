package org.sealdesk.crypt.openpgp;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.bcpg.OnePassSignaturePacket;
import org.bouncycastle.bcpg.SignaturePacket;
import org.sealdesk.crypt.octets.Spill;
import org.sealdesk.crypt.octets.SpillBuffer;
import org.sealdesk.crypt.policy.Limits;

/**
 * Reads what may stand within or without an encryption: compressed data around (signatures with) exactly one literal,
 * and nothing after it. RFC 9580, section 10.3, allows more; every addition has been used to show one text and prove
 * another.
 */
final class PayloadReader {

    private final Limits limits;
    private final Spill spill;
    private final long expectedOctets;
    private final List<OnePassSignaturePacket> onePass = new ArrayList<>();
    private final List<byte[]> signatures = new ArrayList<>();

    /** @param expectedOctets about how many the content has */
    PayloadReader(Limits limits, Spill spill, long expectedOctets) {
        this.expectedOctets = expectedOctets;
        this.limits = limits;
        this.spill = spill;
    }

    /** @throws Malformation if the packets are in another order, too many, or too large */
    Payload read(PacketReader packets, Packet first) throws IOException {
        SpillBuffer buffer = spill.newBuffer(limits.inflatedOctets(), expectedOctets);
        try {
            readLayer(packets, first, 0, buffer);
            buffer.close();
            return new Payload(buffer.content(), signatures, List.of(Payload.BINARY, Payload.TEXT));
        } catch (SpillBuffer.TooManyOctets e) {
            buffer.discard();
            throw new Malformation(Malformation.INFLATE_LIMIT, "content has " + e.getMessage());
        } catch (IOException e) {
            buffer.discard();
            throw e;
        }
    }

    private void readLayer(PacketReader packets, Packet first, int compressions, SpillBuffer out) throws IOException {
        if (first.tag() == PacketTag.COMPRESSED) {
            if (compressions >= limits.compressionLayers()) {
                throw new Malformation(
                        Malformation.INFLATE_LIMIT,
                        "more than " + limits.compressionLayers() + " compressions within each other");
            }
            try (InputStream plain = BoundedInflater.of(first.body(), limits)) {
                PacketReader inner = new PacketReader(plain);
                Packet innerFirst =
                        inner.nextMeaningful().orElseThrow(() -> Malformation.grammar("the compressed data is empty"));
                readLayer(inner, innerFirst, compressions + 1, out);
            }
        } else {
            readSigned(packets, first, out);
        }
        requireEnd(packets);
    }

    static void requireEnd(PacketReader packets) throws IOException {
        Optional<Packet> more = packets.nextMeaningful();
        if (more.isPresent()) {
            throw Malformation.grammar("packet of type " + more.get().tag() + " after the end of the message");
        }
    }

    private void readSigned(PacketReader packets, Packet first, SpillBuffer out) throws IOException {
        Packet packet = first;
        while (packet.tag() == PacketTag.ONE_PASS_SIGNATURE || packet.tag() == PacketTag.SIGNATURE) {
            prefix(packet);
            packet = packets.nextMeaningful()
                    .orElseThrow(() -> Malformation.grammar("signatures without the content they sign"));
        }
        if (packet.tag() != PacketTag.LITERAL) {
            throw Malformation.grammar("packet of type " + packet.tag() + " where the content should be");
        }
        literal(packet, out);
        if (!onePass.isEmpty()) {
            suffix(packets);
        }
    }

    private void prefix(Packet packet) throws IOException {
        byte[] body = packet.readSmall();
        if (onePass.size() + signatures.size() >= limits.signatures()) {
            throw new Malformation(Malformation.SIGNATURES, "more than " + limits.signatures() + " signatures");
        }
        if (packet.tag() == PacketTag.SIGNATURE) {
            if (!onePass.isEmpty()) {
                throw Malformation.grammar("a signature among one-pass signatures");
            }
            signatures.add(body);
        } else {
            if (!signatures.isEmpty()) {
                throw Malformation.grammar("a one-pass signature among signatures");
            }
            onePass.add(BcPackets.onePass(body)
                    .orElseThrow(() -> Malformation.grammar("a one-pass signature cannot be read")));
        }
    }

    /** As many signatures as were announced, in reverse order, each as announced. */
    private void suffix(PacketReader packets) throws IOException {
        for (int i = onePass.size() - 1; i >= 0; i--) {
            Packet packet = packets.nextMeaningful()
                    .filter(p -> p.tag() == PacketTag.SIGNATURE)
                    .orElseThrow(() -> Malformation.grammar("fewer signatures than were announced"));
            byte[] body = packet.readSmall();
            OnePassSignaturePacket announced = onePass.get(i);
            boolean fits = BcPackets.signaturePacket(body)
                    .map(s -> sameKind(s, announced))
                    .orElse(true);
            if (!fits) {
                throw Malformation.grammar("a signature is not of the kind that was announced");
            }
            signatures.add(body);
        }
    }

    private static boolean sameKind(SignaturePacket signature, OnePassSignaturePacket announced) {
        return signature.getHashAlgorithm() == announced.getHashAlgorithm()
                && signature.getSignatureType() == announced.getSignatureType()
                && signature.getKeyAlgorithm() == announced.getKeyAlgorithm();
    }

    /** RFC 9580, section 5.9: format, file name and date are not signed, so nobody gets to see them. */
    private static void literal(Packet packet, SpillBuffer out) throws IOException {
        InputStream body = packet.body();
        int format = body.read();
        if (format != 'b' && format != 't' && format != 'u' && format != 'm') {
            throw Malformation.grammar("content of format " + format);
        }
        int name = body.read();
        if (name < 0 || body.readNBytes(name + 4).length < name + 4) {
            throw Malformation.grammar("the content ends within its header");
        }
        body.transferTo(out);
    }
}
