package org.sealdesk.crypt.openpgp;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sealdesk.crypt.policy.Limits;

/** Reads detached signatures: signature packets and nothing else. */
final class SignatureList {

    private SignatureList() {}

    /** Packet bodies in their order, at least one. */
    static List<byte[]> read(InputStream in, Limits limits) throws IOException {
        List<byte[]> bodies = new ArrayList<>();
        PacketReader packets = new PacketReader(in);
        Optional<Packet> next = packets.nextMeaningful();
        while (next.isPresent()) {
            if (next.get().tag() != PacketTag.SIGNATURE) {
                throw Malformation.grammar("packet of type " + next.get().tag() + " among signatures");
            }
            if (bodies.size() >= limits.signatures()) {
                throw new Malformation(Malformation.SIGNATURES, "more than " + limits.signatures() + " signatures");
            }
            bodies.add(next.get().readSmall());
            next = packets.nextMeaningful();
        }
        if (bodies.isEmpty()) {
            throw Malformation.grammar("no signature");
        }
        return bodies;
    }
}
